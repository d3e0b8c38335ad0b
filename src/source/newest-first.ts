import { closeSync, openSync, readSync } from 'node:fs'
import { isEntryHead, wrappedHead } from './entry-head.ts'
import type { Range } from './file-pages.ts'
import type { PageSize } from './page-builder.ts'
import { PAGE_SIZE } from './pages.ts'

/** Places in the file whose times are looked at: in a file of a gigabyte, about every page. In one that stands oldest first the second tells. */
const SAMPLES = 512
/** Fewer times tell nothing. */
const FEWEST = 4
/** How far behind a place an entry's head is looked for. */
const WINDOW = 16 << 10
/** Entries may stand in the file so many milliseconds earlier than older ones: writers beside each other are in some disorder. */
const DISORDER = 60_000
/** How many times more often the times must go down than up. */
const CLEARLY = 2
/** `[2023/12/25 11:18:48.734 +08:00`. */
const [HEAD, ZONE] = [31, 24]
const TIME = /^\[\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{3}/

/** Whether the entries of a stretch of a file, in envelopes or not, stand newest first all through. Looked up in samples. */
export function isNewestFirst(path: string, { from, to }: Range, { page }: PageSize = PAGE_SIZE): boolean {
  const fd = openSync(path, 'r')
  try {
    const cells = Math.floor((to - from) / page)
    const stride = page * Math.max(1, Math.ceil(cells / SAMPLES))
    let zone: string | null = null
    let [up, down, least] = [0, 0, Number.POSITIVE_INFINITY]
    let before = Number.NaN
    for (let place = from; place < to; place += stride) {
      const head = headNear(fd, place)
      const ms = head === null ? Number.NaN : timeOf(head)
      if (head === null || Number.isNaN(ms)) continue
      zone ??= head.slice(ZONE)
      if (head.slice(ZONE) !== zone || ms > least + DISORDER) return false
      if (ms > before) up++
      if (ms < before) down++
      before = ms
      least = Math.min(least, ms)
    }
    return up + down >= FEWEST && down > CLEARLY * up
  } finally {
    closeSync(fd)
  }
}

/** The head of the first entry whose line begins behind a place. */
function headNear(fd: number, place: number): string | null {
  const window = Buffer.allocUnsafe(WINDOW)
  const size = readSync(fd, window, 0, WINDOW, place)
  for (let start = window.indexOf(10) + 1; start > 0 && start < size; start = window.indexOf(10, start) + 1) {
    const head = isEntryHead(window, start) ? start : wrappedHead(window, start, size)
    if (head >= 0 && head + HEAD <= size) return window.toString('latin1', head, head + HEAD)
  }
  return null
}

/** NaN for what is no time. */
function timeOf(head: string): number {
  return TIME.test(head) ? Date.parse(`${head.slice(1, ZONE).replaceAll('/', '-').replace(' ', 'T')}Z`) : Number.NaN
}
