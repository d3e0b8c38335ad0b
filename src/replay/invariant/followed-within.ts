import type { Event } from '../../event/event.ts'
import type { FollowedWithinRule } from '../../knowledge/rules.ts'
import { withoutFields } from '../slim.ts'
import { OpenInstances } from './open-instances.ts'
import { type Rule, type Suspect, suspicionOf } from './rule.ts'
import { kindsOf, ToldLines } from './told.ts'

/** Each of `first` is followed by one of `next` in time, unless its process ends before or one of `unless` comes. */
export function followedWithinRule(invariant: FollowedWithinRule, suspect: Suspect): Rule {
  const [first, next, unless] = [new ToldLines(invariant.first), new ToldLines(invariant.next), new ToldLines(invariant.unless)]
  const absent = { absent: next.kinds }
  const waiting = new OpenInstances<{ event: Event; node: string }>()

  const answer = (key: string, by: Event, isNext: boolean) => {
    const asked = waiting.get(key)
    if (asked === undefined) return
    waiting.delete(key)
    if (isNext && late(asked.event, by)) suspect(suspicionOf(invariant, key, [asked.event, by], absent))
  }
  const late = (asked: Event, by: { time: Event['time'] }) => (by.time?.ms ?? Number.NaN) - (asked.time?.ms ?? Number.NaN) > invariant.ms

  return {
    invariant,
    kinds: kindsOf(first, next, unless),
    forAll: kindsOf(next, unless),
    see(line, key, node) {
      const event = withoutFields(line)
      const isNext = next.has(line)
      if (isNext || unless.has(line)) {
        if (key !== null) answer(key, event, isNext)
        else waiting.clear()
      }
      if (key !== null && first.has(line) && !waiting.has(key)) waiting.set(key, { event, node })
    },
    restart: (node) => waiting.deleteOf(node),
    close(lastSeen) {
      for (const [key, asked] of waiting.entries())
        if (late(asked.event, { time: lastSeen(asked.node) })) suspect(suspicionOf(invariant, key, [asked.event], absent))
      waiting.clear()
    },
  }
}
