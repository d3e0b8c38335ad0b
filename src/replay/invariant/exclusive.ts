import type { Instant } from '../../entry/entry.ts'
import type { Event } from '../../event/event.ts'
import type { Invariant } from '../../knowledge/contract.ts'
import { OpenInstances, type Rule, type Suspect, suspicionOf } from './rule.ts'

/** Two nodes that hold the same thing: the second opened it while the first had not closed it. */
interface Overlap {
  readonly first: Event
  readonly second: Event
  readonly firstNode: string
  readonly secondNode: string
}

interface Instance {
  readonly holders: Map<string, Event>
  overlaps: Overlap[]
}

/** At most one node holds it, but for some grace. How long two hold it is known only when one of them lets go, dies or falls silent. */
export function exclusiveRule(invariant: Extract<Invariant, { rule: 'exclusive' }>, suspect: Suspect): Rule {
  const open = new Set(invariant.open)
  const instances = new OpenInstances<Instance>()

  const end = (key: string, overlap: Overlap, until: Instant | null) => {
    const lasted = (until?.ms ?? Number.NaN) - (overlap.second.time?.ms ?? Number.NaN)
    if (lasted > invariant.graceMs) suspect(suspicionOf(invariant, key, [overlap.first, overlap.second], { absent: invariant.close }))
  }
  const release = (key: string, node: string, until: Instant | null) => {
    const instance = instances.get(key)
    if (instance === undefined) return
    for (const it of instance.overlaps) if (it.firstNode === node || it.secondNode === node) end(key, it, until)
    instance.overlaps = instance.overlaps.filter((it) => it.firstNode !== node && it.secondNode !== node)
    instance.holders.delete(node)
    if (instance.holders.size === 0) instances.delete(key)
  }
  const take = (key: string, node: string, event: Event) => {
    const instance: Instance = instances.get(key) ?? { holders: new Map(), overlaps: [] }
    instances.set(key, instance)
    if (instance.holders.has(node)) return
    for (const [firstNode, first] of instance.holders) instance.overlaps.push({ first, second: event, firstNode, secondNode: node })
    instance.holders.set(node, event)
  }

  return {
    invariant,
    kinds: new Set([...open, ...invariant.close]),
    see(event, key, node) {
      if (open.has(event.kind)) {
        if (key !== null) take(key, node, event)
      } else if (key !== null) release(key, node, event.time)
      else for (const it of [...instances.keys()]) release(it, node, event.time)
    },
    restart(node) {
      for (const it of [...instances.keys()]) release(it, node, null)
    },
    close(lastSeen) {
      for (const [key, { overlaps }] of instances)
        for (const it of overlaps) end(key, it, earlier(lastSeen(it.firstNode), lastSeen(it.secondNode)))
      instances.clear()
    },
  }
}

function earlier(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? null : a.ms < b.ms ? a : b
}
