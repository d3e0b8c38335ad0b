/**
 * Counts times, with a span in a ring that holds the last `least` of them.
 * @returns takes the next time, null where there is none, and says whether it completes a group; without a time nothing can be said to lie
 * within a span
 */
export function window(least: number, within: number | null): (time: number | null) => boolean {
  let count = 0
  if (within === null) return () => ++count >= least
  const times: number[] = []
  return (time) => {
    if (time === null) return false
    times[count++ % least] = time
    return count >= least && Math.abs(time - times[count % least]!) <= within
  }
}
