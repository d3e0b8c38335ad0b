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

/** None of `never` after one of `after`, until one of `unless`. Lines of two nodes within the skew have no order. */
export function neverAfterRule(invariant: NeverAfterRule, suspect: Suspect, skewMs: number): Rule {
  const [after, never, unless] = [new ToldLines(invariant.after), new ToldLines(invariant.never), new ToldLines(invariant.unless)]
  const { graceMs, withinMs } = invariant
  const ended = new OpenInstances<Ended>()

  const breaks = (before: Ended, event: Event, node: string): boolean => {
    const passed = (event.time?.ms ?? Number.NaN) - (before.event.time?.ms ?? Number.NaN)
    if ((graceMs !== undefined && !(passed > graceMs)) || (withinMs !== undefined && !(passed <= withinMs))) return false
    return (before.node === node && before.event.where.source === event.where.source) || passed > skewMs
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
      const before = ended.get(key)
      if (before !== undefined && never.has(event) && breaks(before, event, node))
        suspect(suspicionOf(invariant, key, [before.event, withoutFields(event)], { exceptions: unless.kinds }))
      if (after.has(event) && (before === undefined || withinMs !== undefined)) ended.set(key, { event: withoutFields(event), node })
    },
    restart() {},
    close() {
      ended.clear()
    },
  }
}
