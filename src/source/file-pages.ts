import { closeSync, openSync, readSync } from 'node:fs'
import { endsFalling, endsQuietly, isEntryHead, LOOKED, pageBegins } from './entry-head.ts'
import { type Page, PageBuilder, type PageSize } from './page-builder.ts'

/** A stretch of a file, `to` exclusive; both are places where a page begins. */
export interface Range {
  readonly from: number
  readonly to: number
  /** Whether it is of a file that stands newest first from its beginning to its end. */
  readonly newestFirst?: boolean
}

/** Bytes that are asked of the system at once. */
const CHUNK = 1 << 20
/** How far behind the stretch in which a page ends is read: little is left over to be moved when the page is done. */
const BEHIND = 64 << 10
/** How far into a stretch the first place is looked for where a page begins, and how far back the line before it. */
const WINDOW = 64 << 10
/** How far back from a cut lines are looked at: what is enough for most logs is tried first. */
const QUIET_WINDOWS = [256 << 10, 1 << 20]
/** Stretches in which a cut is looked for. */
const TRIES = 8
const [NEWLINE, CLOSING] = [0x0a, 0x5d]
/** Fresh memory for each look would take longer to be had than the look. */
let scratch = Buffer.alloc(0)
/** Bytes of `[2023/12/25 11:18:48.734`. */
const TIME = 24

/**
 * The pages of a plain file, read straight into them: the same pages as through its chunks.
 * @throws what the system throws when the file can't be opened or read
 */
export function* filePages(path: string, { from, to }: Range, size: PageSize): Generator<Page> {
  const fd = openSync(path, 'r')
  try {
    const builder = new PageBuilder(size, from)
    const read = (buf: Buffer, at: number, most: number): number => readSync(fd, buf, at, most, place)
    let place = from
    while (place < to) {
      const got = builder.fill(read, Math.min(CHUNK, to - place, pageEnd(place, size) + BEHIND - place))
      if (got === 0) break
      place += got
      for (let page = builder.next(); page; page = builder.next()) yield page
    }
    builder.endOfSource()
    for (let page = builder.next() ?? builder.rest(); page; page = builder.next() ?? builder.rest()) yield page
    builder.release()
  } finally {
    closeSync(fd)
  }
}

/** Where the stretch ends that the page under way is most likely to end behind. */
function pageEnd(place: number, { page }: PageSize): number {
  return (Math.floor(Math.max(0, place - BEHIND) / page) + 1) * page
}

/**
 * Cuts a file into stretches of about the same size that can be read apart: each begins where a page of the whole begins, behind
 * so many whole entries that nothing before it (a crash between log lines) goes on behind it.
 * @param whole the stretch that is cut, of a file that begins with it or has a page begin there
 * @param count stretches at the most; fewer come back where the file has no such places
 * @param quiet entries without any other line that must stand before a cut
 */
export function rangesOf(path: string, whole: Range, count: number, quiet: number, size: PageSize): readonly Range[] {
  const { from, to } = whole
  const fd = openSync(path, 'r')
  try {
    const cuts = [from]
    for (let i = 1; i < count; i++) {
      const cut = cutNear(fd, Math.round((from + ((to - from) * i) / count) / size.page), quiet, size.page, whole.newestFirst)
      if (cut > cuts.at(-1)! && cut < to) cuts.push(cut)
    }
    return cuts.map((cut, i) => ({ ...whole, from: cut, to: cuts[i + 1] ?? to }))
  } finally {
    closeSync(fd)
  }
}

/** The first good cut in a few stretches from the one numbered `cell`, 0 when there is none. */
function cutNear(fd: number, cell: number, quiet: number, page: number, newestFirst?: boolean): number {
  for (let i = cell; i < cell + TRIES; i++) {
    const cut = cutIn(fd, i, quiet, page, newestFirst)
    if (cut > 0) return cut
  }
  return 0
}

/**
 * Where a page begins in the stretch of `page` bytes numbered `cell`, if the file can be cut there.
 * @param quiet entries without any other line that must stand before the cut
 * @returns -1 where it can't
 */
export function cutIn(fd: number, cell: number, quiet: number, page: number, newestFirst = false): number {
  if (cell < 2) return -1
  const cut = pageIn(fd, cell * page)
  // A page begins in the stretch before only if that has such a place too: else one may reach over this stretch.
  const before = cut < 0 ? -1 : pageIn(fd, (cell - 1) * page)
  return before >= 0 && isQuiet(fd, before, cut, quiet, newestFirst) ? cut : -1
}

/** The first place at or behind `from` where a page begins, -1 when none stands near. */
function pageIn(fd: number, from: number): number {
  const window = scratchOf(2 * WINDOW)
  const origin = Math.max(0, from - WINDOW)
  const size = readSync(fd, window, 0, window.length, origin)
  const known = origin === 0 ? 0 : window.indexOf(NEWLINE) + 1
  for (let at = lineFrom(window, from - 1 - origin); at > 0 && at + LOOKED <= size; at = lineFrom(window, at)) {
    // What the line before is like must be known for sure.
    if (known === 0 ? origin > 0 : known >= at) return -1
    if (pageBegins(window, known, at, size)) return origin + at
  }
  return -1
}

/** Memory that is used again by the next look. */
function scratchOf(size: number): Buffer {
  if (scratch.length < size) scratch = Buffer.allocUnsafeSlow(size)
  return scratch.subarray(0, size)
}

/** Where a line begins behind `at`, 0 when none does. */
function lineFrom(window: Buffer, at: number): number {
  return window.indexOf(NEWLINE, at) + 1
}

/** Whether the last `quiet` lines before `cut` are whole entries that stand in the order of their times, bare or in envelopes. */
function isQuiet(fd: number, before: number, cut: number, quiet: number, newestFirst: boolean): boolean {
  return QUIET_WINDOWS.some((window) => isQuietWithin(fd, Math.max(0, cut - window), before, cut, quiet, newestFirst))
}

function isQuietWithin(fd: number, from: number, before: number, cut: number, quiet: number, newestFirst: boolean): boolean {
  const window = scratchOf(cut - from + LOOKED)
  const size = readSync(fd, window, 0, window.length, from)
  const end = cut - from
  if (size < end) return false
  if (!newestFirst && isEntryHead(window, end)) return endsQuietlyBare(window, end, quiet)
  return (newestFirst ? endsFalling : endsQuietly)(window, from <= before ? before - from : lineFrom(window, 0), end, quiet)
}

function endsQuietlyBare(window: Buffer, cut: number, quiet: number): boolean {
  let end = cut - 1
  const lastHead = window.lastIndexOf(NEWLINE, end - 1) + 1
  for (let entries = 0; entries < quiet; entries++) {
    const newline = end > 0 ? window.lastIndexOf(NEWLINE, end - 1) : -1
    if (newline < 0 || !isEntryHead(window, newline + 1) || window[end - 1] !== CLOSING) return false
    end = newline
  }
  // The time of day stands at a fixed place: the first of the lines may not be later than the last.
  return window.compare(window, lastHead, lastHead + TIME, end + 1, end + 1 + TIME) <= 0
}
