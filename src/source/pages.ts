import type { Source } from './source.ts'

/** Whole lines, each ended by a newline, in `buf[0, end)`; valid until the next page is asked for. */
export interface Page {
  readonly buf: Buffer
  readonly end: number
  /** Lines in the page whose tail was dropped because they passed the limit. */
  readonly cutLines: number
}

export interface PageSize {
  /** Bytes after which a page ends at the next line that begins an entry. */
  readonly page: number
  /** Bytes of one line that are kept. */
  readonly line: number
}

const DEFAULT_SIZE: PageSize = { page: 2 << 20, line: 4 << 20 }
const NEWLINE = 10

/**
 * Cuts a source into pages of whole lines. Where a page ends depends on the bytes alone, never on how they were chunked:
 * at the first entry head (`[20`) past `size.page`, or at the first newline past twice that.
 */
export async function* pages(source: Source, size: PageSize = DEFAULT_SIZE): AsyncGenerator<Page> {
  const builder = new PageBuilder(size)
  for await (const chunk of source.chunks()) {
    for (let at = 0; at < chunk.length; ) {
      at = builder.add(chunk, at)
      for (let page = builder.next(); page; page = builder.next()) yield page
    }
  }
  builder.endOfSource()
  for (let page = builder.next() ?? builder.rest(); page; page = builder.next() ?? builder.rest()) yield page
}

class PageBuilder {
  private buf = Buffer.allocUnsafe(64 << 10)
  private from = 0
  private used = 0
  /** Where the line under way began. */
  private lineStart = 0
  /** Up to where line ends were looked at as page ends. */
  private looked = 0
  private dropping = false
  private ended = false
  private cutLines = 0

  constructor(private readonly size: PageSize) {}

  /** Takes some bytes of `chunk` from `at`, at most one line limit of them, and returns how far it came. */
  add(chunk: Buffer, at: number): number {
    if (this.dropping) {
      const newline = chunk.indexOf(NEWLINE, at)
      if (newline < 0) return chunk.length
      this.dropping = false
      at = newline
    }
    const to = Math.min(chunk.length, at + this.size.line)
    this.append(chunk, at, to)
    return to
  }

  endOfSource(): void {
    if (this.used > this.from && this.buf[this.used - 1] !== NEWLINE) this.append(Buffer.from('\n'), 0, 1)
    this.ended = true
  }

  /** The next page that is certain to be complete, or null when more bytes are needed to tell. */
  next(): Page | null {
    for (;;) {
      this.looked = Math.max(this.looked, this.from + this.size.page - 1)
      if (this.looked >= this.used) return null
      const newline = this.buf.indexOf(NEWLINE, this.looked)
      if (newline < 0 || newline >= this.used) {
        this.looked = this.used
        return null
      }
      const end = newline + 1
      if (end - this.from >= this.size.page * 2) return this.cut(end)
      if (this.used - end < 3 && !this.ended) {
        this.looked = newline
        return null
      }
      if (isEntryHead(this.buf, end)) return this.cut(end)
      this.looked = end
    }
  }

  rest(): Page | null {
    return this.used > this.from ? this.cut(this.used) : null
  }

  private append(chunk: Buffer, at: number, to: number): void {
    this.reserve(to - at)
    const start = this.used
    chunk.copy(this.buf, start, at, to)
    this.used += to - at
    const first = this.indexOfNewline(start)
    if (first < 0) {
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
    this.cutLines++
  }

  private cut(end: number): Page {
    const page: Page = { buf: this.buf.subarray(this.from), end: end - this.from, cutLines: this.cutLines }
    this.from = this.looked = end
    this.cutLines = 0
    return page
  }

  private indexOfNewline(from: number): number {
    const at = this.buf.indexOf(NEWLINE, from)
    return at < this.used ? at : -1
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
    this.from = 0
  }
}

/** `[20`: the head of the unified log format; what continues an entry must stay in its page. */
function isEntryHead(buf: Buffer, at: number): boolean {
  return buf[at] === 0x5b && buf[at + 1] === 0x32 && buf[at + 2] === 0x30
}
