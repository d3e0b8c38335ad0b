/** A goroutine whose stack was printed before: only its head was kept. */
export interface Repeat {
  /** Number of its head among the lines, from 0. */
  readonly at: number
  /** Number of the head of the goroutine with the same stack. */
  readonly like: number
}

export interface Folded {
  /** Numbers of the lines that are worth parsing, ascending. */
  readonly kept: readonly number[]
  readonly repeats: readonly Repeat[]
  /** True when a stack was so long that its middle was left out; Go itself prints no more than 100 frames. */
  readonly shortened: boolean
}

/** Of a longer stack so many lines are kept above and below. */
const LONGEST_ENDS = 2000

/** Below this many lines, folding costs more than it saves. */
const WORTH = 400

/**
 * Leaves out the goroutines of a dump whose stack (functions, files, lines, creator; not arguments, addresses or wait times) stood there before,
 * so that a dump of 100,000 goroutines costs little more to parse than its dozen different stacks. Running ones are always kept.
 * @param lines the report, one line each
 */
export function fold(lines: readonly string[]): Folded {
  const kept: number[] = []
  const repeats: Repeat[] = []
  const seen = new Map<string, number>()
  let shortened = false
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? ''
    if (lines.length < WORTH || !isHead(line)) {
      kept.push(i++)
      continue
    }
    const { key, end } = stackKey(lines, i + 1)
    const like = waits(line) ? seen.get(key) : undefined
    if (like === undefined) {
      if (waits(line)) seen.set(key, i)
      shortened = keepStack(kept, i, end) || shortened
    } else repeats.push({ at: i, like })
    i = end
  }
  return { kept, repeats, shortened }
}

/** @returns whether the middle was left out */
function keepStack(kept: number[], from: number, end: number): boolean {
  const long = end - from > 2 * LONGEST_ENDS
  for (let k = from; k < (long ? from + LONGEST_ENDS : end); k++) kept.push(k)
  for (let k = end - LONGEST_ENDS; long && k < end; k++) kept.push(k)
  return long
}

function isHead(line: string): boolean {
  return line.startsWith('goroutine ') && line.includes(' [')
}

/** Whether the line is the head of a goroutine that does not run. */
function waits(line: string): boolean {
  return (
    line.startsWith('goroutine ') &&
    line.includes(' [') &&
    !line.includes('[running') &&
    !line.includes('[syscall') &&
    line.trimEnd().endsWith(']:')
  )
}

/** The stack under a head as one string, and the number of the first line that does not belong to it. */
function stackKey(lines: readonly string[], from: number): { key: string; end: number } {
  let key = ''
  let end = from
  for (; end < lines.length; end++) {
    const part = keyPart(lines[end] ?? '')
    if (part === null) break
    if (end - from < 2 * LONGEST_ENDS) key += part
  }
  return { key, end }
}

const TAB = 9
const SPACE = 32
const OPEN = '('

/** What of a stack's line counts; null for a line that is none. */
function keyPart(printed: string): string | null {
  const line = printed.endsWith('\r') ? printed.slice(0, -1) : printed
  const first = line.charCodeAt(0)
  if (line.length === 0) return ''
  if (first === TAB || first === SPACE) {
    const end = line.indexOf(' +0x')
    if (end > 0) return line.slice(0, end)
    const bare = line.indexOf(' fp=0x')
    return bare > 0 ? line.slice(0, bare) : line.trimEnd()
  }
  if (line.startsWith('created by ')) {
    const by = line.lastIndexOf(' in goroutine ')
    return by < 0 ? line : line.slice(0, by)
  }
  if (line.startsWith('...') && line.endsWith('...')) return '...'
  return line.endsWith(')') ? line.slice(0, line.lastIndexOf(OPEN)) : null
}
