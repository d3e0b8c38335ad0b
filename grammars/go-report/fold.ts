import { readHeader } from './read.ts'
import { StackKey } from './stack-key.ts'

/** A goroutine whose stack was printed before: its lines were left out. */
export interface Repeat {
  /** How many of the lines that were kept stand before it. */
  readonly at: number
  /** Number, among the lines that were kept, of the head of the goroutine with the same stack; null where no stack was kept for want of room. */
  readonly like: number | null
  /** Null where several are told as one. */
  readonly id: string | null
  readonly state: string
  /** Address of the lock that it waits for; null where its stack shows none. */
  readonly lock: string | null
  /** How many they are; left out where it is one. */
  readonly count?: number
}

/** So many states are told apart of goroutines for which there is no room: their minutes make many of them. */
const MOST_STATES = 1_000

/**
 * Tells which goroutines of a report have a stack that stood there before, so that a dump of 100,000 goroutines costs little more to keep and
 * to parse than its dozen different stacks.
 */
export class Folder {
  readonly repeats: Repeat[] = []
  readonly stack = new StackKey()
  private readonly heads = new Map<string, number>()
  private readonly crowds = new Map<string, { count: number }>()

  /**
   * A goroutine is complete: it is one more of a kind, or the first of it.
   * @param lines of the report; it is the last in them
   * @param head where among them its head stands
   * @returns whether its lines are to be left out
   */
  folds(lines: readonly string[], head: number): boolean {
    const stack = Buffer.from(`${lines.slice(head + 1).join('\n')}\n`)
    if (!this.stack.read(stack, 0, stack.length, true)) return false
    return this.isRepeat(lines[head] ?? '', head, head)
  }

  /**
   * @param at how many lines are kept before it
   * @param head where its head stands if it is kept; null: it is not, and is not made known
   * @returns whether the stack that was read last was known
   */
  isRepeat(header: string, at: number, head: number | null): boolean {
    const { key, lock } = this.stack
    const { id, state } = readHeader(header)
    if (key === '' || id === '') return false
    // what runs may be what crashed: nothing of it may be taken from one that waits
    const kind = `${/^(?:running|syscall)/.test(state) ? 'runs' : 'waits'}\n${key}`
    const like = this.heads.get(kind)
    if (like !== undefined) this.repeats.push({ at, like, id, state, lock })
    else if (head !== null) this.heads.set(kind, head)
    return like !== undefined
  }

  /** A goroutine for whose stack there is no room counts all the same, with those in the same state. @param at how many lines are kept before it */
  lost(header: string, at: number): void {
    const { id, state } = readHeader(header)
    if (id === '') return
    const untimed = state.replace(/, \d+ minutes/, '')
    const told = [state, untimed].find((it, i) => this.crowds.has(it) || this.crowds.size < MOST_STATES * (i + 1)) ?? ''
    let crowd = this.crowds.get(told)
    if (crowd === undefined) {
      const repeat = { at, like: null, id: null, state: told, lock: null, count: 0 }
      this.repeats.push(repeat)
      crowd = repeat
      this.crowds.set(told, crowd)
    }
    crowd.count++
  }
}

/** A text with the goroutines left out whose stacks stood in it before. */
export interface Folded {
  readonly lines: readonly string[]
  readonly repeats: readonly Repeat[]
}

/** Folds a report that is there as a whole. */
export function fold(all: readonly string[]): Folded {
  const folder = new Folder()
  const lines: string[] = []
  let head = -1
  const close = (): void => {
    if (head >= 0 && folder.folds(lines, head)) lines.length = head
  }
  for (const line of all) {
    if (line.startsWith('goroutine ') && line.includes(' [')) {
      close()
      head = lines.length
    }
    lines.push(line)
  }
  close()
  return { lines, repeats: folder.repeats }
}
