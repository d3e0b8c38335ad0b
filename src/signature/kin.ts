import type { EntityRef } from '../event/event.ts'
import type { EntityRecord } from '../replay/history.ts'
import { kinKinds } from './kin-keys.ts'

/** Kin of an entity in both directions: whatever it belongs to, and whatever belongs to it. */
export type Kin = (ref: EntityRef) => Iterable<EntityRef>

type Links = Map<string, EntityRef[]>

/** Kin as the replay knows it; worked out when first asked for. */
export function kinOf(entities: readonly EntityRecord[]): Kin {
  let links: { readonly above: Links; readonly below: Links } | null = null
  return (ref) => {
    links ??= linksOf(entities)
    return [...reach(links.above, ref), ...reach(links.below, ref)]
  }
}

export function keyOf({ kind, id }: EntityRef): string {
  return `${kind}:${id}`
}

function linksOf(entities: readonly EntityRecord[]): { readonly above: Links; readonly below: Links } {
  const above: Links = new Map()
  const below: Links = new Map()
  for (const { ref, kin } of entities) {
    for (const kind of kinKinds) {
      const id = kin[kind]
      if (id === undefined || kind === ref.kind) continue
      link(above, ref, { kind, id })
      link(below, { kind, id }, ref)
    }
  }
  return { above, below }
}

function link(links: Links, from: EntityRef, to: EntityRef): void {
  const key = keyOf(from)
  const known = links.get(key)
  if (known) known.push(to)
  else links.set(key, [to])
}

function reach(links: Links, from: EntityRef): readonly EntityRef[] {
  const found = new Map<string, EntityRef>()
  const queue = [from]
  for (let ref = queue.pop(); ref !== undefined; ref = queue.pop()) {
    for (const next of links.get(keyOf(ref)) ?? []) {
      const key = keyOf(next)
      if (found.has(key)) continue
      found.set(key, next)
      queue.push(next)
    }
  }
  return [...found.values()]
}
