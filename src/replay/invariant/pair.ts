import type { Event } from '../../event/event.ts'
import type { Invariant } from '../../knowledge/contract.ts'
import { OpenInstances, type Rule, type Suspect, suspicionOf } from './rule.ts'

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
        held.set(key, { event, node })
        if (before !== undefined && before.node === node)
          suspect(suspicionOf(invariant, key, [before.event, event], { absent: invariant.close }))
      } else if (key !== null) held.delete(key)
      else for (const [it, opened] of held) if (!close.has(event.kind) || opened.node === node) held.delete(it)
    },
    restart(node) {
      for (const [key, opened] of held) if (opened.node === node) held.delete(key)
    },
    close() {
      held.clear()
    },
  }
}
