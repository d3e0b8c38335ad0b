import type { Event } from '../../event/event.ts'
import type { Invariant } from '../../knowledge/contract.ts'
import { withoutFields } from '../slim.ts'
import { OpenInstances } from './open-instances.ts'
import { type Rule, type Suspect, suspicionOf } from './rule.ts'

/** Each of `first` is followed by one of `then` in time, unless its process ends before or one of `unless` comes. */
export function followedWithinRule(invariant: Extract<Invariant, { rule: 'followed-within' }>, suspect: Suspect): Rule {
  const first = new Set(invariant.first)
  const then = new Set(invariant.then)
  const waiting = new OpenInstances<{ event: Event; node: string }>()

  const answer = (key: string, by: Event, isThen: boolean) => {
    const asked = waiting.get(key)
    if (asked === undefined) return
    waiting.delete(key)
    if (isThen && late(asked.event, by)) suspect(suspicionOf(invariant, key, [asked.event, by], { absent: invariant.then }))
  }
  const late = (asked: Event, by: { time: Event['time'] }) => (by.time?.ms ?? Number.NaN) - (asked.time?.ms ?? Number.NaN) > invariant.ms

  return {
    invariant,
    kinds: new Set([...first, ...then, ...invariant.unless]),
    see(line, key, node) {
      const event = withoutFields(line)
      if (!first.has(event.kind) || then.has(event.kind)) {
        if (key !== null) answer(key, event, then.has(event.kind))
        else waiting.clear()
      }
      if (first.has(event.kind) && key !== null && !waiting.has(key)) waiting.set(key, { event, node })
    },
    restart: (node) => waiting.deleteOf(node),
    close(lastSeen) {
      for (const [key, asked] of waiting.entries())
        if (late(asked.event, { time: lastSeen(asked.node) }))
          suspect(suspicionOf(invariant, key, [asked.event], { absent: invariant.then }))
      waiting.clear()
    },
  }
}
