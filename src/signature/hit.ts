import type { Instant } from '../entry/entry.ts'
import type { Crash, Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import type { History } from '../replay/history.ts'
import type { Where } from '../source/source.ts'
import type { Occurrence } from './watcher.ts'

/** A line, crash or history that satisfied selections of one signature. */
export interface Hit extends Occurrence {
  /** Rises in the order in which things were seen. */
  readonly order: number
  readonly where: Where | null
  readonly instant: Instant | null
  readonly text: string
  readonly ids: Readonly<Partial<Record<EntityKind, string>>>
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
  constructor(
    private readonly event: Event,
    readonly selections: ReadonlySet<string>,
    readonly order: number,
  ) {
    this.time = event.time === null ? null : event.time.ms
  }

  get node(): string | null {
    return this.event.node
  }
  get where(): Where {
    return this.event.where
  }
  get instant(): Instant | null {
    return this.event.time
  }
  get text(): string {
    return this.event.text
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

export function crashHit(crash: Crash, selections: ReadonlySet<string>, order: number): Hit {
  const { node, where, time, count, rootFrame } = crash
  const frame = rootFrame?.func ?? ''
  return {
    ...{ selections, order, node, where, ids: {}, instant: time, weight: Math.max(1, count) },
    time: time?.ms ?? null,
    text: crash.text.slice(0, textAtMost),
    value: (field) => (field === 'node' ? (node ?? '') : null),
    arguments: { frame, ...(crash.message ? { message: crash.message } : {}), ...(crash.hints[0] ? { hint: crash.hints[0] } : {}) },
  }
}

/** @param ids of the history's entity and what it belongs to */
export function historyHit(
  { steps, node, machine, states }: History,
  ids: Hit['ids'],
  selections: ReadonlySet<string>,
  order: number,
): Hit {
  const last = steps.at(-1)
  return {
    ...{ order, node, ids, weight: 1, selections, value: () => null, arguments: null },
    where: last?.where ?? null,
    instant: last?.time ?? null,
    time: last?.time?.ms ?? null,
    text: `${machine}: ${last?.event ?? ''} → ${states.join(' or ')}`,
  }
}
