// See row.ts. What the lines of a row amount to.

export let lines: i32 = 0
export let debug: i32 = 0
export let warn: i32 = 0
export let error: i32 = 0
export let fatal: i32 = 0
export let idle: i32 = 0
/** How many are later, and how many earlier, than the one before them. */
export let up: i32 = 0
export let down: i32 = 0

/** Times of the row in milliseconds since 1970: of its last line, the latest of all, and the latest of its INFO. */
export let last: f64 = 0
export let high: f64 = 0
export let highInfo: f64 = 0

let earliest: f64 = 0
let pause: f64 = 0

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
