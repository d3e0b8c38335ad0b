import { LOOKED, pageBegins } from './entry-head.ts'

/** Whole lines, each ended by a newline, in `buf[0, end)`; valid until the next page is asked for. */
export interface Page {
  readonly buf: Buffer
  readonly end: number
  /** Lines in the page whose tail was dropped because they passed the limit. */
  readonly cutLines: number
}

export interface PageSize {
  /** A page ends at the first entry head in each stretch of so many bytes, and holds two of them at most. */
  readonly page: number
  /** Bytes of one line that are kept. */
  readonly line: number
}

const NEWLINE = 10
const FIRST_SIZE = 64 << 10
/** Larger ones are let go of, lest one odd file keeps its memory. */
const LARGEST_SPARE = 16 << 20

/** The memory of the builder before, of this thread: many stretches are read one after another, and none leaves anything to be collected. */
let spare: Buffer | null = null

/** Memory that somebody else wants pages to lie in. */
let lent: Buffer | null = null
/** What builders have of such memory. */
const taken = new WeakSet<Buffer>()

const NOTHING = Buffer.alloc(0)

/** Has the pages of one builder at a time, of those made from now on in this thread, lie in some memory, as long as there is room for them. */
export function lend(memory: Buffer): void {
  lent = memory
}

/** Gathers bytes into pages. Pages are cut by the place of their bytes in the source, so that a reading may begin at any cut. */
export class PageBuilder {
  private buf: Buffer
  private from = 0
  private used = 0
  /** Where the line under way began. */
  private lineStart = 0
  /** Up to where line ends were looked at as page ends. */
  private looked = 0
  /** Where in `buf` bytes of a long line were dropped from the page under way, and how many. */
  private drops: { at: number; bytes: number }[] = []
  private dropping = false
  private ended = false
  private cutLines = 0
  private readonly borrowed: Buffer | null

  /** @param base where in the source the first byte stands */
  constructor(
    private readonly size: PageSize,
    private base: number,
  ) {
    this.borrowed = lent !== null && !taken.has(lent) ? lent : null
    this.buf = this.borrowed ?? spare ?? Buffer.allocUnsafe(FIRST_SIZE)
    if (this.borrowed === null) spare = null
    else taken.add(this.borrowed)
  }

  /** Gives its memory to the next; no page of it may be in use any more. */
  release(): void {
    if (this.borrowed !== null) taken.delete(this.borrowed)
    if (this.buf !== this.borrowed && this.buf.length <= LARGEST_SPARE) spare = this.buf
    this.buf = NOTHING
  }

  /** Takes some bytes of `chunk` from `at`, at most one line limit of them, and returns how far it came. */
  add(chunk: Buffer, at: number): number {
    if (this.dropping) {
      const newline = chunk.indexOf(NEWLINE, at)
      const to = newline < 0 ? chunk.length : newline
      this.drops.at(-1)!.bytes += to - at
      if (newline < 0) return to
      this.dropping = false
      at = to
    }
    const to = Math.min(chunk.length, at + this.size.line)
    this.reserve(to - at)
    chunk.copy(this.buf, this.used, at, to)
    this.grow(to - at)
    return to
  }

  /**
   * Lets `read` put bytes straight into the page under way, at most one line limit of them.
   * @param read gets a buffer, the place in it and the most bytes; it returns how many it put there, 0 at the end
   */
  fill(read: (buf: Buffer, at: number, most: number) => number, most: number): number {
    const room = Math.min(most, this.size.line)
    this.reserve(room)
    const size = read(this.buf, this.used, room)
    if (this.dropping) this.add(Buffer.from(this.buf.subarray(this.used, this.used + size)), 0)
    else this.grow(size)
    return size
  }

  endOfSource(): void {
    if (this.used > this.from && this.buf[this.used - 1] !== NEWLINE) this.add(Buffer.from('\n'), 0)
    this.ended = true
  }

  /** The next page that is certain to be complete, or null when more bytes are needed to tell. */
  next(): Page | null {
    const { page } = this.size
    const cell = Math.floor(this.base / page)
    for (;;) {
      // A head stands behind a newline: the first byte to look at is the one before the next stretch.
      this.looked = Math.max(this.looked, this.used + (cell + 1) * page - 1 - this.place(this.used))
      if (this.looked >= this.used) return null
      const newline = this.buf.indexOf(NEWLINE, this.looked)
      if (newline < 0 || newline >= this.used) {
        this.looked = this.used
        return null
      }
      const end = newline + 1
      const place = this.place(end)
      if (place >= (cell + 2) * page) return this.cut(end)
      if (this.used - end < LOOKED && !this.ended) {
        this.looked = newline
        return null
      }
      if (place >= (cell + 1) * page && pageBegins(this.buf, this.from, end, this.used)) return this.cut(end)
      this.looked = end
    }
  }

  /** The whole lines that are there, without waiting for the end of their page; null when there are none. */
  lines(): Page | null {
    return this.lineStart > this.from ? this.cut(this.lineStart) : null
  }

  rest(): Page | null {
    return this.used > this.from ? this.cut(this.used) : null
  }

  private grow(size: number): void {
    const start = this.used
    this.used += size
    const first = this.buf.indexOf(NEWLINE, start)
    if (first < 0 || first >= this.used) {
      if (this.used - this.lineStart > this.size.line) this.dropTail(this.used)
      return
    }
    if (first - this.lineStart > this.size.line) this.dropTail(first)
    this.lineStart = this.buf.lastIndexOf(NEWLINE, this.used - 1) + 1
  }

  /** Takes out of the line under way what passes the limit, up to `end`. */
  private dropTail(end: number): void {
    const keep = this.lineStart + this.size.line
    this.buf.copy(this.buf, keep, end, this.used)
    this.dropping = end === this.used
    this.used -= end - keep
    this.drops.push({ at: keep, bytes: end - keep })
    this.cutLines++
  }

  private cut(end: number): Page {
    const page: Page = { buf: this.buf.subarray(this.from), end: end - this.from, cutLines: this.cutLines }
    this.base = this.place(end)
    this.from = this.looked = end
    this.drops = this.drops.filter(({ at }) => at >= end)
    this.cutLines = 0
    return page
  }

  /** Where in the source the byte stands that is at `at` in the buffer. */
  private place(at: number): number {
    let place = this.base + at - this.from
    for (const drop of this.drops) if (drop.at < at) place += drop.bytes
    return place
  }

  private reserve(more: number): void {
    if (this.used + more <= this.buf.length) return
    const live = this.used - this.from
    const target = (live + more) * 2 > this.buf.length ? Buffer.allocUnsafe((live + more) * 2) : this.buf
    this.buf.copy(target, 0, this.from, this.used)
    this.buf = target
    this.used = live
    this.lineStart -= this.from
    this.looked -= this.from
    for (const drop of this.drops) drop.at -= this.from
    this.from = 0
  }
}
