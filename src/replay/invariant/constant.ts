import type { Event } from '../../event/event.ts'
import type { ConstantRule } from '../../knowledge/rules.ts'
import { detached } from '../names.ts'
import { withoutFields } from '../slim.ts'
import { partOf } from './instance-keys.ts'
import { OpenInstances } from './open-instances.ts'
import { type Rule, type Suspect, suspicionOf } from './rule.ts'
import { kindsOf, ToldLines } from './told.ts'

interface Said {
  readonly node: string
  readonly event: Event
  readonly value: string
}

/** What is said of one thing is the same on every line. */
export function constantRule(invariant: ConstantRule, suspect: Suspect): Rule {
  const lines = new ToldLines(invariant.lines)
  const first = new OpenInstances<Said>()
  const isLongAgo = (before: Said, { time }: Event): boolean =>
    (time?.ms ?? Number.NaN) - (before.event.time?.ms ?? Number.NaN) > invariant.withinMs

  return {
    invariant,
    kinds: kindsOf(lines),
    forAll: new Set(),
    see(event, key, node) {
      const value = key === null || !lines.has(event) ? null : partOf(invariant.field, event)
      if (key === null || value === null) return
      const before = first.get(key)
      if (before !== undefined && before.value === value) return
      if (before !== undefined && !isLongAgo(before, event)) suspect(suspicionOf(invariant, key, [before.event, withoutFields(event)]))
      else first.set(key, { node, event: withoutFields(event), value: detached(value) })
    },
    restart() {},
    close: () => first.clear(),
  }
}
