import { ANY_ERA, type EraSpan } from '../knowledge/eras.ts'
import type { Edge, Machine } from './machine.ts'

/**
 * What a step costs that no line showed. Each weight is more than any path of the one before, so that comparing sums compares
 * first the rows that ought not to be assumed, then the ones that ought to have been seen.
 */
export const COST = { unlogged: 1, logged: 32, doubt: 512, quirk: 1_024, unwitnessed: 32_768 } as const

/** What is known around an arrival; it decides what the rows on the way to it cost. */
export interface Circumstances {
  /** An owner change, a node's loss or a process start was seen near by: recovery rows may be assumed. */
  readonly witnessed: boolean
  /** The arriving line reports the step that led to its state. */
  readonly reported: boolean
  readonly kind: string
  /** Kinds seen since the arrival before that prove rows. */
  readonly evidence: ReadonlySet<string>
  /** What TiDB the line may be of: rows that it cannot have are no way. Any, where nothing is known. */
  readonly era?: EraSpan | undefined
}

export interface Path {
  /** Infinity when there is none. */
  readonly cost: number
  /** The rows in order; the last is the one that arrives. */
  readonly edges: readonly Edge[]
}

const NO_PATH: Path = { cost: Number.POSITIVE_INFINITY, edges: [] }
const MEMO_LIMIT = 4_096
/** Sets of evidence that are told apart by being the same object; beyond as many each is a new one. */
const MOST_SETS = 1_024

/** No evidence at all. */
export const NOBODY: ReadonlySet<string> = new Set()

/** Ways out of each state for one set of evidence, by `place`. */
type Ways = (readonly Path[] | undefined)[]

/** The machine as some eras have it, and the ways through it that were worked out. */
interface Variant {
  readonly machine: Machine
  memo: Map<ReadonlySet<string>, Ways>
  remembered: number
}

/**
 * The cheapest way from each state to each other one, worked out once for each state and circumstances.
 * The last row of a way is not assumed, since the entity is seen where it leads; only a recovery row there still asks for a witness.
 */
export class Paths {
  private readonly variants = new Map<EraSpan, Variant>()
  /** What a set becomes with one kind more, so that equal sets are one object. */
  private readonly sets = new Map<ReadonlySet<string>, Map<string, ReadonlySet<string>>>()
  private readonly byContent = new Map<string, ReadonlySet<string>>()
  private readonly recoveries: ReadonlyMap<string, number>

  /** @param ofEra the machine as the TiDB of some eras has it, with the same numbers */
  constructor(
    machine: Machine,
    private readonly ofEra: (era: EraSpan) => Machine = () => machine,
  ) {
    this.variants.set(ANY_ERA, { machine, memo: new Map(), remembered: 0 })
    this.recoveries = new Map(machine.recoveryKinds.map((kind, i) => [kind, i + 2] as const))
  }

  /** @returns the way of least cost; staying costs nothing, in any state */
  find(from: number, to: number, circumstances: Circumstances): Path {
    const { witnessed, reported, kind, evidence, era = ANY_ERA } = circumstances
    const variant = this.variant(era)
    let ways = variant.memo.get(evidence)
    if (ways === undefined) variant.memo.set(evidence, (ways = []))
    const proof = reported ? 1 : (this.recoveries.get(kind) ?? 0)
    const place = (from * 2 + (witnessed ? 1 : 0)) * (this.recoveries.size + 2) + proof
    return (ways[place] ?? work(variant, ways, place, from, circumstances))[to] ?? NO_PATH
  }

  /** Evidence and one kind more. Sets are never changed, and shared by all that have seen the same. */
  with(evidence: ReadonlySet<string>, kind: string): ReadonlySet<string> {
    if (evidence.has(kind)) return evidence
    const known = this.sets.get(evidence)?.get(kind)
    if (known !== undefined) return known
    const content = [...evidence, kind].sort()
    const key = content.join('\n')
    const more = this.byContent.get(key) ?? new Set(content)
    if (this.byContent.size >= MOST_SETS) return more
    this.byContent.set(key, more)
    const steps = this.sets.get(evidence)
    if (steps === undefined) this.sets.set(evidence, new Map([[kind, more]]))
    else steps.set(kind, more)
    return more
  }

  /** The machine as the TiDB of some eras has it. */
  machineOf(era: EraSpan = ANY_ERA): Machine {
    return this.variant(era).machine
  }

  private variant(era: EraSpan): Variant {
    let variant = this.variants.get(era)
    if (variant === undefined) this.variants.set(era, (variant = { machine: this.ofEra(era), memo: new Map(), remembered: 0 }))
    return variant
  }
}

function work(variant: Variant, ways: Ways, place: number, from: number, circumstances: Circumstances): readonly Path[] {
  const found = waysFrom(variant.machine, from, circumstances)
  if (++variant.remembered > MEMO_LIMIT) {
    variant.memo = new Map()
    variant.remembered = 0
  } else ways[place] = found
  return found
}

function waysFrom(machine: Machine, from: number, circumstances: Circumstances): Path[] {
  const { dist, via } = assumedFrom(machine, from, circumstances)
  const ways = machine.states.map(() => NO_PATH)
  ways[from] = { cost: 0, edges: [] }
  for (const edge of machine.leaving.flat()) {
    const cost = (dist[edge.from] as number) + arrivalCost(edge, circumstances)
    if (edge.to === from || cost >= (ways[edge.to] as Path).cost) continue
    ways[edge.to] = { cost, edges: [...trace(via, edge.from), edge] }
  }
  return ways
}

/** Dijkstra over the assumed rows; the machines have a few dozen states, so a plain scan serves for a queue. */
function assumedFrom(machine: Machine, from: number, circumstances: Circumstances) {
  const dist = machine.states.map(() => Number.POSITIVE_INFINITY)
  const via: (Edge | null)[] = machine.states.map(() => null)
  const open = new Set(dist.keys())
  dist[from] = 0
  while (open.size > 0) {
    let here = -1
    for (const state of open) if (here < 0 || (dist[state] as number) < (dist[here] as number)) here = state
    open.delete(here)
    if (dist[here] === Number.POSITIVE_INFINITY) break
    for (const edge of machine.leaving[here] as readonly Edge[]) {
      const cost = (dist[here] as number) + assumedCost(edge, circumstances)
      if (cost >= (dist[edge.to] as number)) continue
      dist[edge.to] = cost
      via[edge.to] = edge
    }
  }
  return { dist, via }
}

/** What it costs to assume that a row was taken between two arrivals. */
export function assumedCost(edge: Edge, { witnessed, evidence }: Circumstances): number {
  if (proven(edge, evidence)) return COST.unlogged
  if (edge.course === 'recovery') return witnessed ? COST.logged : COST.unwitnessed
  if (edge.course === 'quirk') return COST.quirk
  return edge.logged ? COST.logged : COST.unlogged
}

/** What it costs to arrive by a row at the state that a line shows. */
export function arrivalCost(edge: Edge, { witnessed, reported, kind, evidence }: Circumstances): number {
  return edge.course !== 'recovery' || witnessed || reported || edge.by.has(kind) || proven(edge, evidence) ? 0 : COST.unwitnessed
}

/** True when a line that proves the row was among those seen. */
export function proven(edge: Edge, evidence: ReadonlySet<string>): boolean {
  for (const kind of evidence) if (edge.by.has(kind)) return true
  return false
}

function trace(via: readonly (Edge | null)[], to: number): Edge[] {
  const edges: Edge[] = []
  for (let edge = via[to]; edge; edge = via[edge.from]) edges.unshift(edge)
  return edges
}
