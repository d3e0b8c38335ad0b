// See row.ts. What the lines of a row amount to.

let lines: i32 = 0
let debug: i32 = 0
let warn: i32 = 0
let error: i32 = 0
let fatal: i32 = 0
let idle: i32 = 0
/** How many are later, and how many earlier, than the one before them. */
let up: i32 = 0
let down: i32 = 0

/** Times of the row in milliseconds since 1970: of its last line, the latest of all, and the latest of its INFO. */
let last: f64 = 0
let high: f64 = 0
let highInfo: f64 = 0

let earliest: f64 = 0
let pause: f64 = 0
let place: i32 = 0

/** @param to where `tell` writes */
export function setCountsPlace(to: i32): void {
  place = to
}

/** @param silence that ends a row, in milliseconds */
export function setPause(silence: f64): void {
  pause = silence
}

/**
 * Begins a row.
 * @param from @param to times of all entries so far lie between: what lies before them, or long behind them, ends the row
 * @param before time of the line before
 */
export function begin(from: f64, to: f64, before: f64): void {
  lines = debug = warn = error = fatal = idle = up = down = 0
  earliest = from
  high = to
  last = before
  highInfo = -Infinity
  tell(0)
}

/** Whether an entry of a time may be of the row. */
export function admits(ms: f64): bool {
  return ms >= earliest && ms - high <= pause
}

/** @param level its first letter */
export function take(level: u8, ms: f64, isIdle: bool): void {
  lines++
  if (isIdle) idle++
  if (level === 0x49) {
    if (ms > highInfo) highInfo = ms
  } else if (level === 0x44) debug++
  else if (level === 0x57) warn++
  else if (level === 0x45) error++
  else fatal++
  if (ms > last) up++
  else if (ms < last) down++
  if (ms > high) high = ms
  last = ms
}

/** Writes, as RowCounts reads it, what the row amounts to so far. @param at where it came to */
export function tell(at: i32): void {
  store<f64>(place, last)
  store<f64>(place, high, 8)
  store<f64>(place, highInfo, 16)
  store<i32>(place, at, 24)
  store<i32>(place, lines, 28)
  store<i32>(place, debug, 32)
  store<i32>(place, warn, 36)
  store<i32>(place, error, 40)
  store<i32>(place, fatal, 44)
  store<i32>(place, idle, 48)
  store<i32>(place, up, 52)
  store<i32>(place, down, 56)
}
