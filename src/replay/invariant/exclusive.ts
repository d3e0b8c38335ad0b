import type { Instant } from '../../entry/entry.ts'
import type { Event } from '../../event/event.ts'
import type { Invariant } from '../../knowledge/contract.ts'
import { detached } from '../names.ts'
import { withoutFields } from '../slim.ts'
import { MOST_OPEN } from './open-instances.ts'
import { type Rule, type Suspect, suspicionOf } from './rule.ts'

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
  const instances = new Map<string, Instance>()
  const heldBy = new Map<string, Set<string>>()

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
    heldBy.get(node)?.delete(key)
    if (instance.holders.size === 0) instances.delete(key)
  }
  const releaseAll = (node: string, until: Instant | null) => {
    for (const key of [...(heldBy.get(node) ?? [])]) release(key, node, until)
    heldBy.delete(node)
  }
  const take = (key: string, node: string, event: Event) => {
    let instance = instances.get(key)
    if (instance === undefined) {
      if (instances.size >= MOST_OPEN) instances.delete(instances.keys().next().value as string)
      instances.set(detached(key), (instance = { holders: new Map(), overlaps: [] }))
    }
    if (instance.holders.has(node)) return
    const second = withoutFields(event)
    for (const [firstNode, first] of instance.holders) instance.overlaps.push({ first, second, firstNode, secondNode: node })
    instance.holders.set(node, second)
    heldBy.set(node, (heldBy.get(node) ?? new Set()).add(detached(key)))
  }

  return {
    invariant,
    kinds: new Set([...open, ...invariant.close]),
    see(event, key, node) {
      if (open.has(event.kind)) {
        if (key !== null) take(key, node, event)
      } else if (key !== null) release(key, node, event.time)
      else releaseAll(node, event.time)
    },
    restart: (node) => releaseAll(node, null),
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
