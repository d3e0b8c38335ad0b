import type { Crash, EntityRef } from '../../event/event.ts'
import type { EntityKind } from '../../knowledge/contract.ts'
import type { EntityRecord, History, Replayed, Trouble } from '../../replay/history.ts'
import { groupBy } from '../../signature/group-by.ts'
import type { Where } from '../../source/source.ts'

const NONE: readonly never[] = []

/** What was replayed, found by what it is about and where it stands: made once, for all findings. */
export class Facts {
  private readonly records: ReadonlyMap<string, EntityRecord>
  private readonly histories: ReadonlyMap<string, readonly History[]>
  private readonly troubles: ReadonlyMap<string, readonly Trouble[]>
  private readonly troublesAt: ReadonlyMap<string, Trouble>
  private readonly crashesAt: ReadonlyMap<string, Crash>
  private readonly surroundings: ReadonlyMap<string, readonly Trouble[]>

  constructor(
    readonly replayed: Replayed,
    crashes: readonly Crash[],
  ) {
    const { entities, histories, troubles } = replayed
    this.records = new Map(entities.map((record) => [keyOf(record.ref), record]))
    this.histories = groupBy(histories, ({ entity }) => keyOf(entity))
    this.troubles = groupBy(troubles, ({ entity }) => keyOf(entity))
    this.troublesAt = new Map(troubles.map((trouble) => [placeOf(trouble.where), trouble]))
    this.crashesAt = new Map(crashes.map((crash) => [placeOf(crash.where), crash]))
    const around = troubles.filter(({ entity: { kind } }) => kind === 'node' || kind === 'owner')
    this.surroundings = groupBy(around, ({ node }) => node ?? '')
  }

  historiesOf(ref: EntityRef): readonly History[] {
    return this.histories.get(keyOf(ref)) ?? NONE
  }

  troublesOf(ref: EntityRef): readonly Trouble[] {
    return this.troubles.get(keyOf(ref)) ?? NONE
  }

  /** What befell a node itself, or its part in an election. */
  troublesAround(node: string): readonly Trouble[] {
    return this.surroundings.get(node) ?? NONE
  }

  troubleAt(where: Where): Trouble | undefined {
    return this.troublesAt.get(placeOf(where))
  }

  crashAt(where: Where): Crash | undefined {
    return this.crashesAt.get(placeOf(where))
  }

  nodesOf(ref: EntityRef): readonly string[] {
    return this.records.get(keyOf(ref))?.nodes ?? NONE
  }

  /** The entities and those above them: a subtask's task, a task's job. Each once, in the order given, kin behind. */
  withKin(entities: readonly EntityRef[]): EntityRef[] {
    const found = new Map<string, EntityRef>()
    const queue = [...entities]
    for (let entity = queue.shift(); entity !== undefined; entity = queue.shift()) {
      const key = keyOf(entity)
      if (found.has(key)) continue
      found.set(key, entity)
      for (const [kind, id] of Object.entries(this.records.get(key)?.kin ?? {})) queue.push({ kind: kind as EntityKind, id })
    }
    return [...found.values()]
  }
}

export function keyOf({ kind, id }: EntityRef): string {
  return `${kind} ${id}`
}

export function placeOf({ source, line }: Where): string {
  return `${source}:${line}`
}
