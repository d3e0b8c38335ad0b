import type { Problem, ProblemCode } from './source.ts'

/** How much one input (a path of the command line) may cost before reading stops with `archive-limit`. */
export interface Limits {
  /** Packings inside one another. */
  readonly depth: number
  /** Members of archives, nested ones included. */
  readonly members: number
  /** Unpacked bytes per packed byte, held against the input only once `expansionFloor` bytes came out. */
  readonly expansion: number
  readonly expansionFloor: number
  /** Bytes in temporary files (a zip that can't be read in place). */
  readonly spool: number
}

export const DEFAULT_LIMITS: Limits = {
  depth: 8,
  members: 100_000,
  expansion: 200,
  expansionFloor: 64 * 1024 * 1024,
  spool: 8 * 1024 ** 3,
}

/** Says when to end early; an AbortSignal does. */
export interface Stop {
  readonly aborted: boolean
}

/** What one input has cost so far, and what went wrong in its layers until a source takes it over. */
export class Ledger {
  /** True once a limit on the whole input was hit: no archive goes on to its next member. */
  exhausted = false
  /** What is being read, and how much of it was, as it lies there. */
  readonly input: { readonly name: string; read: number }
  #packed = 0
  #unpacked = 0
  #members = 0
  #spooled = 0
  #waiting: Omit<Problem, 'source'>[] = []

  constructor(
    readonly limits: Limits = DEFAULT_LIMITS,
    name = '',
    /** Ends the input where it is, as if there were no more of it. */
    readonly stop: Stop = { aborted: false },
  ) {
    this.input = { name, read: 0 }
  }

  /** Counts bytes that came from outside. */
  read(bytes: number): void {
    this.#packed += bytes
    this.input.read += bytes
  }

  /** Counts bytes that may be read from outside, at any place. */
  sized(bytes: number): void {
    this.#packed += bytes
  }

  /** What was read of the input was only a look at it: reading begins at its beginning. */
  rewind(): void {
    this.input.read = 0
  }

  /** Counts bytes that a decompressor gave. @returns why to stop, or null */
  unpacked(bytes: number): string | null {
    this.#unpacked += bytes
    if (this.#unpacked <= this.limits.expansionFloor || this.#unpacked <= this.#packed * this.limits.expansion) return null
    return this.#stop(`unpacks to more than ${this.limits.expansion} times its size`)
  }

  /** Counts a member of an archive. @returns why to stop, or null */
  member(): string | null {
    return ++this.#members > this.limits.members ? this.#stop(`more than ${this.limits.members} members`) : null
  }

  /** Counts bytes put into a temporary file. @returns why to stop, or null */
  spooled(bytes: number): string | null {
    this.#spooled += bytes
    return this.#spooled > this.limits.spool ? this.#stop(`needs more than ${this.limits.spool} bytes of temporary space`) : null
  }

  report(code: ProblemCode, detail: string): void {
    this.#waiting.push({ code, detail })
  }

  /** Whether anything reported waits for a source. */
  get troubled(): boolean {
    return this.#waiting.length > 0
  }

  /** Hands over what was reported since the last call, as problems of the source named. */
  take(source: string): Problem[] {
    const taken = this.#waiting.map((problem) => ({ source, ...problem }))
    this.#waiting = []
    return taken
  }

  #stop(why: string): string {
    this.exhausted = true
    return why
  }
}
