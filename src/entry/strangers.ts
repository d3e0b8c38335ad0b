import { unescapeText } from '../../grammars/log-escape.ts'

/** Lines of one file of our code that no row knows. */
export interface CallerCount {
  readonly file: string
  readonly count: number
  /** The message that was met first. */
  readonly example: string
}

/** More files than our code has: beyond them names are hostile, and not counted. */
const MOST_CALLERS = 400
const LONGEST = 200
/** What stands before a message: file and line of the caller. */
const CALLER = /^([\w.@+-]{1,100}\.go):\d{1,9}$/
const [OPEN, CLOSE] = [0x5b, 0x5d]

/** Counts lines by the file that printed them. */
export class Strangers {
  private readonly byFile = new Map<string, { count: number; readonly example: string }>()

  /** @param message still escaped */
  add(file: string, message: string): void {
    const known = this.byFile.get(file)
    if (known !== undefined) known.count++
    else if (this.byFile.size < MOST_CALLERS) this.byFile.set(file, { count: 1, example: unescapeText(message).slice(0, LONGEST) })
  }

  all(): readonly CallerCount[] {
    return [...this.byFile].map(([file, { count, example }]) => ({ file, count, example }))
  }
}

/** What several readings counted, in their order. */
export function mergeCallers(parts: readonly (readonly CallerCount[])[]): readonly CallerCount[] {
  const merged = new Map<string, CallerCount>()
  for (const caller of parts.flat()) {
    const known = merged.get(caller.file)
    if (known !== undefined) merged.set(caller.file, { ...known, count: known.count + caller.count })
    else if (merged.size < MOST_CALLERS) merged.set(caller.file, caller)
  }
  return [...merged.values()]
}

/**
 * The file that printed a line in the unified layout.
 * @param start of the line; @param message where it begins, behind its bracket and quote
 * @returns empty where the line names none
 */
export function callerBefore(buf: Buffer, start: number, message: number): string {
  const close = buf.lastIndexOf(CLOSE, message - 1)
  const open = close <= start ? -1 : buf.lastIndexOf(OPEN, close)
  if (open < start) return ''
  return CALLER.exec(buf.toString('latin1', open + 1, close))?.[1] ?? ''
}
