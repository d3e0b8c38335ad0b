import type { Instant } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import type { NodeRecord } from './history.ts'
import { type KindTest, type NodeKinds, passes } from './node-kinds.ts'

interface Interval {
  from: Instant | null
  to: Instant | null
  open: boolean
  lastAct: number
}

/** What lines of one kind may tell of the owner. */
export interface OwnerTests {
  readonly loses: readonly KindTest[]
  readonly becomes: readonly KindTest[]
  /** Only the owner prints it. */
  readonly acts: boolean
}

/** A former owner still prints for a while; another node that acts as owner takes over only when it has been silent for longer. */
const HANDOVER_MS = 10_000

/** Which node owned DDL, and from when to when, as far as lines tell. A null start: it was owner before its log begins. */
export class Ownership {
  private readonly intervals = new Map<string, Interval[]>()
  private owner: string | null = null

  constructor(private readonly kinds: NodeKinds) {}

  /** What is to be asked of lines of a kind; null when they tell nothing. */
  testsOf(kind: string): OwnerTests | null {
    const of = (tests: readonly KindTest[]) => tests.filter((test) => test.kind === kind)
    const tests = { loses: of(this.kinds.losesOwner), becomes: of(this.kinds.becomesOwner), acts: this.kinds.ownerActs.includes(kind) }
    return tests.loses.length + tests.becomes.length > 0 || tests.acts ? tests : null
  }

  /** @returns whether the line tells that the owner changed */
  see(node: string, event: Event, tests: OwnerTests): boolean {
    if (tests.loses.some((test) => passes(test, event))) {
      if (!this.intervals.has(node) && event.time !== null)
        this.intervals.set(node, [{ from: null, to: event.time, open: false, lastAct: event.time.ms }])
      this.end(node, event.time)
      return true
    }
    const became = tests.becomes.some((test) => passes(test, event))
    if (became || tests.acts) this.act(node, event.time, became)
    return became
  }

  /** The node owns nothing any more: it lost the key, or its process ended. */
  end(node: string, time: Instant | null): void {
    const interval = this.intervals.get(node)?.at(-1)
    if (interval?.open !== true) return
    interval.open = false
    interval.to = time
    if (this.owner === node) this.owner = null
  }

  of(node: string): NodeRecord['ddlOwner'] {
    return (this.intervals.get(node) ?? []).map(({ from, to }) => ({ from, to }))
  }

  private act(node: string, time: Instant | null, became: boolean): void {
    const ms = time?.ms ?? Number.NaN
    const own = this.intervals.get(node) ?? []
    const now = own.at(-1)
    if (now?.open === true) {
      if (ms > now.lastAct) now.lastAct = ms
      return
    }
    if (this.owner !== null && !became && !(ms - this.lastActOf(this.owner) > HANDOVER_MS)) return
    if (this.owner !== null) this.end(this.owner, time)
    this.owner = node
    own.push({ from: became || own.length > 0 ? time : null, to: null, open: true, lastAct: ms })
    this.intervals.set(node, own)
  }

  private lastActOf(node: string): number {
    return this.intervals.get(node)?.at(-1)?.lastAct ?? Number.NaN
  }
}
