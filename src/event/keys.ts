/**
 * Keys to sort the items of one stretch by, which never fall along it: the time of each item that does not contradict its neighbours,
 * for all others that of the one before.
 * @param times in milliseconds, NaN where there is none; becomes the keys
 * @returns null where nothing has a time
 */
export function keysOf(times: Float64Array): Float64Array | null {
  const first = times.findIndex((ms) => !Number.isNaN(ms))
  if (first < 0) return null
  if (!rises(times)) dropContradictions(times)
  let key = times.find((ms) => !Number.isNaN(ms))!
  for (let i = 0; i < times.length; i++) {
    if (Number.isNaN(times[i]!)) times[i] = key
    else key = times[i]!
  }
  return times
}

function rises(times: Float64Array): boolean {
  let last = Number.NEGATIVE_INFINITY
  for (const ms of times) {
    if (ms < last) return false
    if (!Number.isNaN(ms)) last = ms
  }
  return true
}

/** Keeps a longest part of the times that does not fall: what is not in it contradicts its neighbours. */
function dropContradictions(times: Float64Array): void {
  const tails = new Int32Array(times.length)
  const previous = new Int32Array(times.length)
  let longest = 0
  for (let i = 0; i < times.length; i++) {
    if (Number.isNaN(times[i]!)) continue
    const length = firstAbove(tails, longest, times, times[i]!)
    previous[i] = length > 0 ? tails[length - 1]! : -1
    tails[length] = i
    if (length === longest) longest++
  }
  let kept = tails[longest - 1]!
  for (let i = times.length - 1; i >= 0; i--) {
    if (i === kept) kept = previous[i]!
    else times[i] = Number.NaN
  }
}

function firstAbove(tails: Int32Array, count: number, times: Float64Array, ms: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[tails[middle]!]! > ms) high = middle
    else low = middle + 1
  }
  return low
}
