import { LOCKING, lockIn } from './lock.ts'

const [TAB, NEWLINE, RETURN, SPACE, OPEN, CLOSE, DOT, PLUS, LOWER_C] = [9, 10, 13, 32, 40, 41, 46, 43, 99]
const CREATED = Buffer.from('created by ')
const CREATOR = Buffer.from(' in goroutine ')
const OFFSET = Buffer.from(' +0x')
const FRAME_POINTER = Buffer.from(' fp=0x')
const LOCKS = LOCKING.map((start) => Buffer.from(start))

/** So many bytes of a stack tell it from others. */
const LONGEST = 1 << 20

/** What is kept of the stack that is being read. One for all: a MiB for each of thousands of crashes had the garbage collector run all the time. */
let scratch: Buffer | undefined

/**
 * Reads the stack under a goroutine's head, out of bytes and without parsing it: what two goroutines have in common that do the same, that is
 * functions, files, lines and creator, and not arguments, offsets or the numbers of goroutines.
 */
export class StackKey {
  /** The same for equal stacks; empty where there is no frame. */
  key = ''
  /** Address of the lock that it stands at; null where the stack shows none. */
  lock: string | null = null
  /** Where the first line begins that does not belong to the stack; blank lines behind it do. */
  next = 0
  /** How many lines the stack has, and how many bytes the longest of them. */
  lines = 0
  longest = 0
  private readonly kept = (scratch ??= Buffer.allocUnsafe(LONGEST))
  private used = 0
  private isLocking = true

  /**
   * @param from where the line under the head begins; `end` lies behind a newline
   * @param through whether blank lines may stand between those of the stack
   * @returns false where some other line stands among them, or `end` comes before the stack does
   */
  read(buf: Buffer, from: number, end: number, through: boolean): boolean {
    this.lock = null
    this.isLocking = true
    this.lines = this.longest = this.used = 0
    let blank = false
    let at = from
    for (; at < end; this.lines++) {
      const newline = buf.indexOf(NEWLINE, at)
      const stop = newline > at && buf[newline - 1] === RETURN ? newline - 1 : newline
      if (stop === at) blank = true
      else if (blank && !through) break
      else if (!this.line(buf, at, stop)) return false
      if (stop - at > this.longest) this.longest = stop - at
      at = newline + 1
    }
    this.next = at
    this.key = this.kept.toString('latin1', 0, this.used)
    return through || (blank && at < end)
  }

  /** @returns false for a line of another kind */
  private line(buf: Buffer, start: number, end: number): boolean {
    const first = buf[start]!
    if (first === TAB || first === SPACE) return this.keep(buf, start, placeEnd(buf, start, end))
    if (first === LOWER_C && begins(buf, start, end, CREATED)) {
      const by = buf.subarray(start, end).indexOf(CREATOR)
      return this.keep(buf, start, by < 0 ? end : start + by)
    }
    if (buf[end - 1] === CLOSE) {
      let open = end - 1
      while (open > start && buf[open] !== OPEN) open--
      if (this.isLocking) this.isLocking = LOCKS.some((locking) => begins(buf, start, end, locking))
      if (this.isLocking) this.lock = lockIn(buf.toString('latin1', start, end)) ?? this.lock
      return this.keep(buf, start, open)
    }
    // how many frames were left out differs from goroutine to goroutine
    return first === DOT && buf[start + 1] === DOT && buf[end - 1] === DOT && this.keep(buf, start, start + 2)
  }

  /** Byte by byte, since lines are short: to call the system's copy takes longer. */
  private keep(buf: Buffer, start: number, end: number): true {
    const { kept } = this
    const stop = Math.min(end, start + LONGEST - this.used - 1)
    let used = this.used
    for (let at = start; at < stop; at++) kept[used++] = buf[at]!
    if (stop > start) kept[used++] = NEWLINE
    this.used = used
    return true
  }
}

/** A frame's place without its offset, and without the pointers that longer dumps print. */
function placeEnd(buf: Buffer, start: number, end: number): number {
  let plus = end - 1
  while (plus > start && buf[plus] !== PLUS) plus--
  if (plus > start && begins(buf, plus - 1, end, OFFSET)) return plus - 1
  const pointers = buf.subarray(start, end).indexOf(FRAME_POINTER)
  return pointers < 0 ? end : start + pointers
}

function begins(buf: Buffer, start: number, end: number, text: Buffer): boolean {
  if (end - start < text.length) return false
  for (let i = 0; i < text.length; i++) if (buf[start + i] !== text[i]) return false
  return true
}
