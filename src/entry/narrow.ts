import { closeSync, openSync, readSync } from 'node:fs'
import { cutIn, type Range } from '../source/file-pages.ts'
import type { PageSize } from '../source/page-builder.ts'
import { PAGE_SIZE } from '../source/pages.ts'
import type { Instant } from './entry.ts'
import { MAX_ENTRIES } from './gather.ts'
import { HeaderLook } from './look.ts'

/** Where an instant lies beside a stretch of time, both sides widened by a margin. */
export type Side = (time: Instant) => 'before' | 'within' | 'after'

/** Entries may stand in the file so many milliseconds later than younger ones; the margin of a `Side` must be as wide. */
export const DISORDER = 60_000

/** The stretch of a file that can hold what was asked for; empty when nothing of it can. */
export interface Narrowed {
  readonly range: Range
  /** Times of the first and the last entry of the whole file. */
  readonly first: Instant
  readonly last: Instant
}

/** Places in the file whose times are looked at to see whether they rise all through. */
const SAMPLES = 256
/** How far behind a place an entry's head is looked for, and how far before the end. */
const WINDOW = 64 << 10
const LARGEST_TAIL = 8 << 20
/** Stretches that are tried one after the other for a cut, before the steps grow. */
const STEPS = 8

/**
 * Finds, without reading a file, the stretch of it that lies in a time. Only for files of the unified log format whose times rise.
 * @returns null where the file must be read whole: small, of another kind, of several zones, or not in order
 */
export function narrow(file: { readonly path: string; readonly size: number }, side: Side, size: PageSize = PAGE_SIZE): Narrowed | null {
  if (file.size < size.page) return null
  const fd = openSync(file.path, 'r')
  try {
    return new Narrowing(fd, file.size, side, size.page).find()
  } finally {
    closeSync(fd)
  }
}

class Narrowing {
  private readonly look = new HeaderLook()
  private readonly window = Buffer.allocUnsafe(WINDOW)
  private readonly cells: number
  private readonly times = new Map<number, Instant | null>()

  constructor(
    private readonly fd: number,
    private readonly size: number,
    private readonly side: Side,
    private readonly page: number,
  ) {
    this.cells = Math.ceil(size / page)
  }

  find(): Narrowed | null {
    const first = this.at(0)
    const last = this.tail()
    if (first === null || last === null || !this.rises(first, last)) return null
    if (this.side(last) === 'before') return { range: { from: this.size, to: this.size }, first, last }
    if (this.side(first) === 'after') return { range: { from: 0, to: 0 }, first, last }
    const from = this.cutBefore(this.lastCell((time) => this.side(time) === 'before'))
    const to = this.cutBehind(this.lastCell((time) => this.side(time) !== 'after'))
    return { range: { from, to: Math.max(from, to) }, first, last }
  }

  /** Whether entries stand all over the file and their times rise, on one clock, but for the disorder of writers beside each other. */
  private rises(first: Instant, last: Instant): boolean {
    let latest = first.ms
    const stride = Math.max(1, Math.ceil(this.cells / SAMPLES))
    for (let cell = stride; cell < this.cells; cell += stride) {
      const time = this.time(cell)
      if (time === null || time.zone !== first.zone || time.ms < latest - DISORDER) return false
      latest = Math.max(latest, time.ms)
    }
    return last.zone === first.zone && last.ms >= latest - DISORDER
  }

  /** The last stretch known to begin so, when all that do stand before all that don't; 0 when none does. */
  private lastCell(holds: (time: Instant) => boolean): number {
    let low = 0
    let high = this.cells
    while (high - low > 1) {
      const middle = (low + high) >> 1
      let cell = middle
      while (cell < high && this.time(cell) === null) cell++
      if (cell < high && holds(this.time(cell)!)) low = cell
      else high = middle
    }
    return low
  }

  private cutBefore(cell: number): number {
    for (let i = 0, at = cell; at >= 2; at = cell - step(++i)) {
      const cut = cutIn(this.fd, at, MAX_ENTRIES, this.page)
      const time = cut < 0 ? null : this.at(cut)
      if (time !== null && this.side(time) === 'before') return cut
    }
    return 0
  }

  private cutBehind(cell: number): number {
    for (let i = 0, at = cell; at < this.cells; at = cell + step(++i)) {
      const cut = cutIn(this.fd, at, MAX_ENTRIES, this.page)
      const time = cut < 0 ? null : this.at(cut)
      if (time !== null && this.side(time) === 'after') return cut
    }
    return this.size
  }

  /** Time of the first entry that begins in a stretch, null when none stands near its beginning. */
  private time(cell: number): Instant | null {
    let time = this.times.get(cell)
    if (time === undefined) this.times.set(cell, (time = this.firstIn(cell * this.page - 1)))
    return time
  }

  private firstIn(from: number): Instant | null {
    const { window } = this
    const size = readSync(this.fd, window, 0, WINDOW, from)
    for (let start = window.indexOf(10) + 1; start > 0 && start < size; start = window.indexOf(10, start) + 1) {
      const time = this.headAt(window, start, size)
      if (time !== null) return time
    }
    return null
  }

  /** Time of the entry that begins at a place of the file, null when none does. */
  private at(place: number): Instant | null {
    return this.headAt(this.window, 0, readSync(this.fd, this.window, 0, WINDOW, place))
  }

  /** Time of the last entry; a crash may stand behind it. */
  private tail(): Instant | null {
    for (let length = WINDOW; length <= LARGEST_TAIL; length *= 4) {
      const from = Math.max(0, this.size - length)
      const window = Buffer.allocUnsafe(this.size - from)
      const size = readSync(this.fd, window, 0, window.length, from)
      for (
        let newline = window.lastIndexOf(10, size - 2);
        newline >= 0;
        newline = newline === 0 ? -1 : window.lastIndexOf(10, newline - 1)
      ) {
        const time = this.headAt(window, newline + 1, size)
        if (time !== null) return time
      }
    }
    return null
  }

  private headAt(buf: Buffer, start: number, size: number): Instant | null {
    const newline = buf.indexOf(10, start)
    const end = newline < 0 || newline > size ? size : newline
    return this.look.at(buf, start, end) ? { ms: this.look.ms, zone: this.look.zone } : null
  }
}

/** 1, 2, 3 … and from some steps on twice as far each time. */
function step(i: number): number {
  return i <= STEPS ? i : STEPS * 2 ** (i - STEPS)
}
