import type { Timed } from './merge.ts'

/** A process writes its lines in the order of their times but for moments; a fall by more than this is another log, pasted behind. */
export const FALL_MS = 5_000

/**
 * Cuts a run where the log of another node, or of an earlier time, was put behind one: where its times fall and stay down.
 * One line with a wrong clock is no such place: two lines before must be later than it, and the line behind earlier than the last.
 * Lines without a time stay with the ones before them.
 */
export function stretches<T extends Timed>(run: readonly T[]): readonly (readonly T[])[] {
  const known = run.flatMap((item, at) => (item.time === null ? [] : [{ at, ms: item.time.ms }]))
  const cuts: number[] = []
  for (let i = 2; i < known.length - 1; i++) {
    const [two, one, here, next] = known.slice(i - 2, i + 2).map(({ ms }) => ms) as [number, number, number, number]
    if (Math.min(two, one) - here > FALL_MS && one - next > FALL_MS) cuts.push(known[i]!.at)
  }
  return cuts.length === 0 ? [run] : [0, ...cuts].map((from, i) => run.slice(from, cuts[i] ?? run.length))
}
