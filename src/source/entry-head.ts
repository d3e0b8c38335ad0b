const [NEWLINE, CARRIAGE_RETURN, OPEN, CLOSE, QUOTE, BACKSLASH, SLASH, SPACE, LOWER_N] = [
  0x0a, 0x0d, 0x5b, 0x5d, 0x22, 0x5c, 0x2f, 0x20, 0x6e,
]
/** How much of a line is looked at for an entry in an envelope: more than what transports write before it. */
export const LOOKED = 1024
/** Bytes of `[2023/12/25 11:18:48.734`. */
const TIME = 24

/** `[20`: the head of the unified log format; what continues an entry must stay in its page. */
export function isEntryHead(buf: Buffer, at: number): boolean {
  return buf[at] === OPEN && buf[at + 1] === 0x32 && buf[at + 2] === 0x30
}

/**
 * Whether a page may begin with the line at `at`: with an entry, or with one in an envelope behind another such. (Lines in envelopes are
 * often exported newest first; then what continues an entry stands before it.)
 * @param from where the bytes before it begin @param end behind those that are known, `LOOKED` of the line or all of it
 */
export function pageBegins(buf: Buffer, from: number, at: number, end: number): boolean {
  if (isEntryHead(buf, at)) return true
  if (at - 2 < from || wrappedHead(buf, at, end) < 0) return false
  const before = buf.lastIndexOf(NEWLINE, at - 2) + 1
  return before >= from && wrappedHead(buf, before, at) >= 0
}

/**
 * Whether the last `count` lines of `buf[from, end)` are entries in envelopes, each closed where its line ends, that stand in the order of
 * their times: then no entry, crash or piece of a line that may lie before them goes on behind them.
 */
export function endsQuietly(buf: Buffer, from: number, end: number, count: number): boolean {
  const last = headOfWhole(buf, lineBefore(buf, from, end), end - 1)
  let head = last
  for (let stop = end, i = 0; i < count; i++) {
    const start = lineBefore(buf, from, stop)
    head = start < 0 ? -1 : headOfWhole(buf, start, stop - 1)
    if (head < 0) return false
    stop = start
  }
  return buf.compare(buf, last, last + TIME, head, head + TIME) <= 0
}

/** The same where lines stand newest first, in envelopes or not. */
export function endsFalling(buf: Buffer, from: number, end: number, count: number): boolean {
  let last = -1
  let head = -1
  for (let stop = end, i = 0; i < count; i++) {
    const start = lineBefore(buf, from, stop)
    head = start < 0 ? -1 : headOfWhole(buf, start, stop - 1, isEntryHead(buf, start) ? start : undefined)
    if (head < 0) return false
    if (i === 0) last = head
    stop = start
  }
  return buf.compare(buf, last, last + TIME, head, head + TIME) >= 0
}

/** Where the head stands of an entry in an envelope, -1 when the line at `start` holds none. */
export function wrappedHead(buf: Buffer, start: number, end: number): number {
  const last = Math.min(end - TIME, start + LOOKED)
  for (let at = start + 1; at < last && buf[at] !== NEWLINE; at++)
    if (isEntryHead(buf, at) && buf[at + 5] === SLASH && buf[at + 8] === SLASH && buf[at + 11] === SPACE) return at
  return -1
}

/** Where the line begins that ends before `end`, -1 where that is before `from`. */
function lineBefore(buf: Buffer, from: number, end: number): number {
  const start = end - 2 < from ? from : buf.lastIndexOf(NEWLINE, end - 2) + 1
  return end > from && start >= from ? start : -1
}

/** @param bare where the head stands when there is no envelope @returns -1 also where something stands behind the entry's last bracket but the end of a JSON string */
function headOfWhole(buf: Buffer, start: number, newline: number, bare?: number): number {
  const end = buf[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline
  const head = bare ?? (start < 0 ? -1 : wrappedHead(buf, start, end))
  if (head < 0) return -1
  let close = end - 1
  while (close > head && buf[close] !== CLOSE) close--
  const behind = buf[close + 1] === BACKSLASH && buf[close + 2] === LOWER_N ? close + 3 : close + 1
  return close > head && (behind === end || buf[behind] === QUOTE) ? head : -1
}
