import type { Event } from '../event/event.ts'

/** A message kind, with a test that its line must pass. */
export interface KindTest {
  readonly kind: string
  /** The canonical field that is looked at. */
  readonly field?: string
  readonly contains?: string
  /** The value of this other field must occur in it, or must not. */
  readonly containsField?: string
  readonly containsNotField?: string
}

/** Which kinds tell of processes and ownership; the engine knows none by name. */
export interface NodeKinds {
  /** A process begins. Several kinds may be printed by one start. */
  readonly start: readonly string[]
  /** A process was asked to end. */
  readonly shutdown: readonly string[]
  /** A process said its last words. */
  readonly closed: readonly string[]
  /** A cluster is built: no id means what it meant before. Tests do so again and again in one process. */
  readonly anew: readonly string[]
  /** In a text that names no node a cluster may be built anew: of rules over several lines none holds across it. */
  readonly perhapsAnew: readonly string[]
  readonly becomesOwner: readonly KindTest[]
  readonly losesOwner: readonly KindTest[]
  /** Only the owner prints these. */
  readonly ownerActs: readonly string[]
  /** Further kinds after which recovery rows may be assumed: a node was lost, work was moved. */
  readonly witness: readonly string[]
  /** Canonical fields that hold a version, by kind. */
  readonly versions: Readonly<Record<string, readonly string[]>>
}

export const NO_NODE_KINDS: NodeKinds = {
  start: [],
  shutdown: [],
  closed: [],
  anew: [],
  perhapsAnew: [],
  becomesOwner: [],
  losesOwner: [],
  ownerActs: [],
  witness: [],
  versions: {},
}

/** How lines without a node are kept: those of one source together, apart from other sources. */
export function nodeKey({ node, where }: Pick<Event, 'node' | 'where'>): string {
  return node ?? `@${where.source}`
}

/** The version that a line tells, in the first of these fields that says one. */
export function versionTold({ fields }: Event, names: readonly string[]): string | null {
  for (const name of names) if (fields[name]) return fields[name]
  return null
}

export function passes(test: KindTest, event: Event): boolean {
  if (test.kind !== event.kind) return false
  if (test.field === undefined) return true
  const value = event.fields[test.field] ?? ''
  if (test.contains !== undefined && !value.includes(test.contains)) return false
  if (test.containsField !== undefined && !holds(value, event.fields[test.containsField], true)) return false
  return test.containsNotField === undefined || holds(value, event.fields[test.containsNotField], false)
}

function holds(value: string, part: string | undefined, wanted: boolean): boolean {
  return part !== undefined && part !== '' && value.includes(part) === wanted
}
