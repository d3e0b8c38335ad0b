import type { Instant } from '../entry/entry.ts'
import type { Crash, Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import type { History } from '../replay/history.ts'
import type { Where } from '../source/source.ts'
import type { Finding } from './finding.ts'
import type { KinKey } from './kin-keys.ts'
import type { Met } from './met.ts'
import type { Occurrence } from './watcher.ts'

/** What evidence needs of a hit. */
export interface Sample {
  /** Rises in the order in which things were seen. */
  readonly order: number
  readonly where: Where | null
  readonly instant: Instant | null
  readonly text: string
}

/** A line, crash or history that satisfied selections of one signature. */
export interface Hit extends Occurrence {
  readonly order: number
  readonly instant: Instant | null
  readonly sample: Sample
  readonly ids: Readonly<Partial<Record<EntityKind, string>>>
  /** Those of `ids` that are of kin kinds, widest first. */
  readonly keys: readonly KinKey[]
  /** How many alike it stands for. */
  readonly weight: number
  /** What the wording of a finding may need: error, frame. */
  readonly arguments: Readonly<Record<string, string>> | null
}

const textAtMost = 2_000

/** A hit that is an event: a class, because there is one for most lines that are recognised. */
export class EventHit implements Hit {
  readonly weight = 1
  readonly time: number | null
  readonly node: string | null
  readonly selections: ReadonlySet<string>
  readonly bits: number
  constructor(
    private readonly event: Event,
    readonly keys: readonly KinKey[],
    { selections, bits }: Met,
    readonly order: number,
  ) {
    this.time = event.time === null ? null : event.time.ms
    this.node = event.node
    this.selections = selections
    this.bits = bits
  }

  get instant(): Instant | null {
    return this.event.time
  }
  get sample(): Sample {
    return { order: this.order, where: this.event.where, instant: this.event.time, text: this.event.text }
  }
  get ids(): Event['ids'] {
    return this.event.ids
  }
  get arguments(): Readonly<Record<string, string>> | null {
    const { error } = this.event.fields
    return error ? { error } : null
  }

  value(field: string): string | null {
    return this.event.fields[field] ?? this.event.ids[field as EntityKind] ?? (field === 'node' ? (this.event.node ?? '') : null)
  }
}

export function crashHit(crash: Crash, { selections, bits }: Met, order: number): Hit {
  const { node, where, time, count, rootFrame } = crash
  const frame = rootFrame?.func ?? ''
  return {
    ...{ selections, bits, order, node, ids: {}, keys: [], instant: time, weight: Math.max(1, count) },
    time: time?.ms ?? null,
    sample: { order, where, instant: time, text: crash.text.slice(0, textAtMost) },
    value: (field) => (field === 'node' ? (node ?? '') : null),
    arguments: { frame, ...(crash.message ? { message: crash.message } : {}), ...(crash.hints[0] ? { hint: crash.hints[0] } : {}) },
  }
}

/** @param ids of the history's entity and what it belongs to; @param keys of those ids */
export function historyHit(
  { steps, node, machine, states }: History,
  ids: Hit['ids'],
  keys: readonly KinKey[],
  { selections, bits }: Met,
  order: number,
): Hit {
  const last = steps.at(-1)
  const instant = last?.time ?? null
  return {
    ...{ selections, bits, order, node, ids, keys, instant, time: instant?.ms ?? null, weight: 1, value: () => null, arguments: null },
    sample: { order, where: last?.where ?? null, instant, text: `${machine}: ${last?.event ?? ''} → ${states.join(' or ')}` },
  }
}

/** @param ids of the finding's entity and what it belongs to; @param keys of those ids */
export function findingHit(
  { code, first, nodes, evidence, arguments: told }: Finding,
  ids: Hit['ids'],
  keys: readonly KinKey[],
  { selections, bits }: Met,
  order: number,
): Hit {
  const [shown] = evidence
  return {
    ...{ selections, bits, order, node: nodes[0] ?? null, ids, keys, instant: first, time: first?.ms ?? null, weight: 1 },
    ...{ value: () => null, arguments: told.message ? { error: told.message } : null },
    sample: { order, where: shown?.where ?? null, instant: shown?.time ?? first, text: shown?.text ?? code },
  }
}

/** A hit for waiting: without the fields of its event, but for those that a condition counts by. */
export function waitingHit(hit: Hit, fields: readonly string[]): Hit {
  const { selections, bits, time, node, order, instant, sample, ids, keys, weight, arguments: told } = hit
  const values = fields.map((field) => hit.value(field))
  const value = (field: string): string | null => values[fields.indexOf(field)] ?? null
  return { selections, bits, time, node, order, instant, sample, ids, keys, weight, arguments: told, value }
}
