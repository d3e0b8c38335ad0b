/** A process writes its lines in the order of their times but for moments; a fall by more than this is another log, pasted behind. */
export const FALL_MS = 5_000

/** The items of a run from one place up to before another. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/**
 * Cuts a run where the log of another node, or of an earlier time, was put behind one: where its times fall and stay down.
 * One line with a wrong clock is no such place: two lines before must be later than it, and the line behind earlier than the last.
 * Items without a time stay with the ones before them.
 * @param ms the time of each item, NaN where there is none
 */
export function stretches(count: number, ms: (i: number) => number): readonly Stretch[] {
  const cuts: number[] = []
  let [two, one, here, at] = [Number.NaN, Number.NaN, Number.NaN, 0]
  for (let i = 0; i < count; i++) {
    const next = ms(i)
    if (Number.isNaN(next)) continue
    if (Math.min(two, one) - here > FALL_MS && one - next > FALL_MS) cuts.push(at)
    two = one
    one = here
    here = next
    at = i
  }
  return [0, ...cuts].map((from, i) => ({ from, to: cuts[i] ?? count }))
}
