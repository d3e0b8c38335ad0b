import type { Event } from '../../event/event.ts'
import type { NeverAfterRule } from '../../knowledge/rules.ts'
import { withoutFields } from '../slim.ts'
import { OpenInstances } from './open-instances.ts'
import { type Rule, type Suspect, suspicionOf } from './rule.ts'
import { kindsOf, ToldLines } from './told.ts'

interface Ended {
  readonly event: Event
  readonly node: string
}

/** The lines of `after` that count: the newest says how long ago it was, the oldest still stands before a line when others are too near. */
interface Instance {
  readonly node: string
  readonly oldest: Ended
  readonly newest: Ended
}

/** None of `never` after one of `after`, until one of `unless`. Lines of two nodes within the skew have no order. */
export function neverAfterRule(invariant: NeverAfterRule, suspect: Suspect, skewMs: number): Rule {
  const [after, never, unless] = [new ToldLines(invariant.after), new ToldLines(invariant.never), new ToldLines(invariant.unless)]
  const { graceMs, withinMs } = invariant
  const ended = new OpenInstances<Instance>()

  const isLongAgo = ({ event }: Ended, now: Event): boolean => withinMs !== undefined && !(passed(event, now) <= withinMs)

  const isBefore = ({ event, node }: Ended, now: Event, nowNode: string): boolean =>
    (node === nowNode && event.where.source === now.where.source) || passed(event, now) > skewMs

  /** @returns the line that stands before it for certain, when it is a breach */
  const broken = ({ oldest, newest }: Instance, event: Event, node: string): Ended | null => {
    if (isLongAgo(newest, event) || (graceMs !== undefined && !(passed(newest.event, event) > graceMs))) return null
    if (isBefore(newest, event, node)) return newest
    return !isLongAgo(oldest, event) && isBefore(oldest, event, node) ? oldest : null
  }

  const note = (key: string, known: Instance | undefined, event: Event, node: string): void => {
    if (known !== undefined && withinMs === undefined) return
    const newest: Ended = { event: withoutFields(event), node }
    const oldest = known === undefined ? newest : isLongAgo(known.oldest, event) ? known.newest : known.oldest
    ended.set(key, { node, newest, oldest: isLongAgo(oldest, event) ? newest : oldest })
  }

  return {
    invariant,
    kinds: kindsOf(after, never, unless),
    forAll: kindsOf(unless),
    see(event, key, node) {
      if (unless.has(event)) {
        if (key === null) ended.clear()
        else ended.delete(key)
      }
      if (key === null) return
      const known = ended.get(key)
      if (known !== undefined && never.has(event)) {
        const before = broken(known, event, node)
        if (before !== null) suspect(suspicionOf(invariant, key, [before.event, withoutFields(event)], { exceptions: unless.kinds }))
      }
      if (after.has(event)) note(key, known, event, node)
    },
    restart() {},
    close() {
      ended.clear()
    },
  }
}

function passed(before: Event, after: Event): number {
  return (after.time?.ms ?? Number.NaN) - (before.time?.ms ?? Number.NaN)
}
