import type { Event } from '../event/event.ts'
import type { CausalPair } from '../knowledge/rules.ts'
import type { ClockRecord } from './history.ts'
import { detached } from './names.ts'

const MOST_KEYS = 4_000
/** What lies farther apart is of two things with the same id. */
const FARTHEST_MS = 3_600_000
/** As many pairs must agree: one may be odd. */
const WITNESSES = 2
/** From there on a checker of clusters complains of clocks (limits, skewMs). */
const TOLD_MS = 500

/** Lines of one pair that agree: the time that counts, by node. */
interface Meeting {
  readonly causes: Map<string, number>
  readonly effects: Map<string, number>
}

/** A kind's part in a pair. */
export interface Part {
  readonly pair: CausalPair
  readonly number: number
  readonly isCause: boolean
}

/**
 * Tells how far the clocks of nodes differ, from lines of which one leads to another on another node: an effect is never before its cause,
 * so that whatever the clocks show between the two bounds their difference.
 */
export class Clocks {
  private readonly parts = new Map<string, Part[]>()
  private readonly meetings = new Map<string, Meeting>()
  /** The least times from cause to effect, ascending, by `cause node\neffect node`. */
  private readonly least = new Map<string, number[]>()

  constructor(pairs: readonly CausalPair[]) {
    pairs.forEach((pair, number) => {
      for (const isCause of [true, false]) {
        const kind = isCause ? pair.cause : pair.effect
        this.parts.set(kind, [...(this.parts.get(kind) ?? []), { pair, number, isCause }])
      }
    })
  }

  /** What lines of a kind are in pairs; null when they are in none. */
  partsOf(kind: string): readonly Part[] | null {
    return this.parts.get(kind) ?? null
  }

  /** @param parts those of its kind */
  see(event: Event, parts = this.partsOf(event.kind)): void {
    if (parts === null || event.node === null || event.time === null) return
    for (const part of parts) this.meet(part, event, event.node, event.time.ms)
  }

  private meet({ pair, number, isCause }: Part, event: Event, node: string, ms: number): void {
    const values = pair.agree.map(([ofCause, ofEffect, how]) => (isCause ? following(told(event, ofCause), how) : told(event, ofEffect)))
    if (values.some((value) => value === '')) return
    const key = `${number}\n${values.join('\n')}`
    let meeting = this.meetings.get(key)
    if (meeting === undefined) {
      if (this.meetings.size >= MOST_KEYS) this.meetings.delete(this.meetings.keys().next().value!)
      this.meetings.set(detached(key), (meeting = { causes: new Map(), effects: new Map() }))
    }
    const own = isCause ? meeting.causes : meeting.effects
    if (own.has(node) && (!isCause || pair.counts === 'first')) return
    own.set(node, ms)
    for (const [other, at] of isCause ? meeting.effects : meeting.causes)
      if (other !== node) isCause ? this.bound(node, other, at - ms) : this.bound(other, node, ms - at)
  }

  private bound(cause: string, effect: string, passed: number): void {
    if (Math.abs(passed) > FARTHEST_MS) return
    const key = `${cause}\n${effect}`
    const known = this.least.get(key) ?? []
    this.least.set(key, [...known, passed].sort((a, b) => a - b).slice(0, WITNESSES))
  }

  /** How far two lines of different nodes may stand in the wrong order, in milliseconds, where clocks differ for certain; else 0. */
  widestMs(): number {
    const pairs = [...this.least.keys()].map((key) => key.split('\n') as [string, string])
    return Math.max(0, ...pairs.map(([one, other]) => farther(this.between(one, other))))
  }

  /** Clocks that differ for certain, by node: each against the node that most pairs were met with. */
  records(): ReadonlyMap<string, ClockRecord> {
    const nodes = [...new Set([...this.least.keys()].flatMap((key) => key.split('\n')))].sort()
    const partners = (node: string): number => [...this.least.keys()].filter((key) => key.split('\n').includes(node)).length
    const [reference] = [...nodes].sort((a, b) => partners(b) - partners(a) || (a < b ? -1 : 1))
    const records = new Map<string, ClockRecord>()
    for (const node of nodes) {
      const found = reference === undefined || node === reference ? null : this.between(node, reference)
      if (found !== null) records.set(node, found)
    }
    return records
  }

  /** Null where both may show the same time, or nearly. */
  private between(node: string, against: string): ClockRecord | null {
    const ahead = this.boundOf(against, node)
    const behind = this.boundOf(node, against)
    const [leastMs, mostMs] = [behind === null ? null : -behind, ahead]
    const isApart = (mostMs !== null && mostMs < -TOLD_MS) || (leastMs !== null && leastMs > TOLD_MS)
    // Bounds that contradict each other are of pairs that are none.
    if (!isApart || (leastMs !== null && mostMs !== null && leastMs > mostMs)) return null
    return { against, leastMs, mostMs }
  }

  private boundOf(cause: string, effect: string): number | null {
    return this.least.get(`${cause}\n${effect}`)?.[WITNESSES - 1] ?? null
  }
}

function farther(found: ClockRecord | null): number {
  return Math.max(Math.abs(found?.leastMs ?? 0), Math.abs(found?.mostMs ?? 0))
}

function following(value: string, how: 'next' | undefined): string {
  if (how === undefined || value === '') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? String(number + 1) : ''
}

function told({ ids, fields }: Event, name: string): string {
  return ids[name as keyof Event['ids']] ?? fields[name] ?? ''
}
