import type { Event } from '../../event/event.ts'
import type { Invariant } from '../../knowledge/contract.ts'
import { withoutFields } from '../slim.ts'
import { OpenInstances } from './open-instances.ts'
import { type Rule, type Suspect, suspicionOf } from './rule.ts'

/** None of `never` after one of `after`, until one of `unless`. Lines of two nodes within the skew have no order. */
export function neverAfterRule(invariant: Extract<Invariant, { rule: 'never-after' }>, suspect: Suspect, skewMs: number): Rule {
  const after = new Set(invariant.after)
  const never = new Set(invariant.never)
  const unless = new Set(invariant.unless)
  const ended = new OpenInstances<{ event: Event; node: string }>()
  return {
    invariant,
    kinds: new Set([...after, ...never, ...unless]),
    see(event, key, node) {
      if (unless.has(event.kind)) {
        if (key === null) ended.clear()
        else ended.delete(key)
      }
      if (key === null) return
      const before = ended.get(key)
      if (never.has(event.kind) && before !== undefined && ordered(before, event, node, skewMs))
        suspect(suspicionOf(invariant, key, [before.event, withoutFields(event)], { exceptions: invariant.unless }))
      if (after.has(event.kind) && before === undefined) ended.set(key, { event: withoutFields(event), node })
    },
    restart() {},
    close() {
      ended.clear()
    },
  }
}

function ordered(before: { event: Event; node: string }, event: Event, node: string, skewMs: number): boolean {
  if (before.node === node && before.event.where.source === event.where.source) return true
  return (event.time?.ms ?? Number.NaN) - (before.event.time?.ms ?? Number.NaN) > skewMs
}
