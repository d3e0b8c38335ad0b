import type { Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import type { Cause } from './causes.ts'
import type { Entities, Known } from './entities.ts'
import { Names } from './names.ts'

/** One kind of line that tells the same error of the same entities from the same place, again and again. */
export interface Run {
  readonly known: Known
  readonly node: string | null
  readonly kind: string
  readonly error: string
  readonly cause: Cause
  readonly ids: Event['ids']
  /** Of its node, or of its source where no node is named. */
  readonly place: string
  readonly hash: number
  readonly head: Event[]
  readonly tail: Event[]
  count: number
  /** Place of its last line in the order of all events. */
  last: number
  readonly epoch: number
  /** Times of the last few, for the storm's window: a ring of as many as its count asks for. */
  readonly times: number[]
  timed: number
  stormed: boolean
}

const MOST_RUNS = 4_000

/** The runs that are under way, found by what their lines have in common; no more than 4,000, the oldest give way. */
export class Runs {
  /** Those of one hash; most often one. */
  private readonly byHash = new Map<number, readonly Run[]>()
  /** In the order in which they began. */
  private readonly all = new Set<Run>()
  private readonly names = new Names()

  constructor(private readonly entities: Entities) {}

  /** Stands for all that two lines of one run share. */
  hash({ kind, node, where, ids }: Event, known: Known, cause: Cause): number {
    let hash = mix(mix(cause.hash, known.number), this.names.number(kind))
    hash = mix(hash, this.names.number(node ?? where.source))
    let kin = 0
    for (const other in ids) {
      const id = ids[other as EntityKind]
      if (id !== undefined) kin = (kin + mix(1, this.entities.of(other as EntityKind, id).number)) | 0
    }
    return mix(hash, kin)
  }

  find(hash: number, event: Event, known: Known, cause: Cause): Run | undefined {
    for (const run of this.byHash.get(hash) ?? NONE)
      if (
        run.known === known &&
        run.kind === event.kind &&
        run.place === (event.node ?? event.where.source) &&
        run.cause.text === cause.text &&
        sameIds(run.ids, event.ids)
      )
        return run
    return undefined
  }

  /** @returns the run that had to give way */
  add(run: Run): Run | null {
    const oldest = this.all.size < MOST_RUNS ? null : (this.all.values().next().value as Run)
    if (oldest !== null) this.delete(oldest)
    this.all.add(run)
    this.byHash.set(run.hash, [...(this.byHash.get(run.hash) ?? NONE), run])
    return oldest
  }

  delete(run: Run): void {
    this.all.delete(run)
    const rest = (this.byHash.get(run.hash) ?? NONE).filter((it) => it !== run)
    if (rest.length === 0) this.byHash.delete(run.hash)
    else this.byHash.set(run.hash, rest)
  }

  values(): Iterable<Run> {
    return this.all
  }
}

const NONE: readonly never[] = []

function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

function sameIds(a: Event['ids'], b: Event['ids']): boolean {
  let count = 0
  for (const kind in a) {
    if (a[kind as EntityKind] !== b[kind as EntityKind]) return false
    count++
  }
  for (const _ in b) count--
  return count === 0
}
