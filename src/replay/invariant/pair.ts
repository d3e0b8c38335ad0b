import type { Event } from '../../event/event.ts'
import type { Invariant } from '../../knowledge/contract.ts'
import { withoutFields } from '../slim.ts'
import { OpenInstances } from './open-instances.ts'
import { type Rule, type Suspect, suspicionOf } from './rule.ts'

interface Opened {
  readonly event: Event
  readonly node: string
}

/** `open` and `close` alternate: an `open` on what is open already is a breach. */
export function pairRule(invariant: Extract<Invariant, { rule: 'pair' }>, suspect: Suspect): Rule {
  const open = new Set(invariant.open)
  const close = new Set(invariant.close)
  const held = new OpenInstances<Opened>()
  return {
    invariant,
    kinds: new Set([...open, ...close, ...invariant.voidedBy]),
    see(event, key, node) {
      if (open.has(event.kind)) {
        if (key === null) return
        const before = held.get(key)
        const opened: Opened = { event: withoutFields(event), node }
        held.set(key, opened)
        if (before !== undefined && before.node === node)
          suspect(suspicionOf(invariant, key, [before.event, opened.event], { absent: invariant.close }))
      } else if (key !== null) held.delete(key)
      else if (close.has(event.kind)) held.deleteOf(node)
      else held.clear()
    },
    restart: (node) => held.deleteOf(node),
    close() {
      held.clear()
    },
  }
}
