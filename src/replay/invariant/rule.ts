import type { Instant } from '../../entry/entry.ts'
import type { EntityRef, Event } from '../../event/event.ts'
import type { Invariant } from '../../knowledge/rules.ts'
import type { Coverage } from '../coverage.ts'

/** An invariant at work. It keeps what is open, never what has been. */
export interface Rule {
  readonly invariant: Invariant
  /** Kinds that it wants to see. */
  readonly kinds: ReadonlySet<string>
  /** Those of them whose lines mean something even when they do not say which instance they are of. */
  readonly forAll: ReadonlySet<string>
  /** @param key the instance that the line belongs to; null when the line does not say which, then it speaks to all */
  see(event: Event, key: string | null, node: string): void
  /** The node's process begins anew or has ended: what it held is void. */
  restart(node: string): void
  /** The logs have ended. */
  close(lastSeen: (node: string) => Instant | null): void
}

/** Something that looks like a breach; it stands only when no line that would excuse it can be missing. */
export interface Suspicion {
  readonly invariant: Invariant
  readonly key: string
  readonly entity: EntityRef | null
  readonly events: readonly Event[]
  /** Kinds that healthy lines of this sort are followed by: it rests on their absence. */
  readonly absent: readonly string[]
  /** Kinds that would have allowed it. */
  readonly exceptions: readonly string[]
}

/** Takes suspicions from the rules. */
export type Suspect = (suspicion: Suspicion) => void

/** What is known of the sources at the end. */
export interface Evidence {
  readonly coverage: Coverage
  /** How far clocks are known to differ, in milliseconds. */
  readonly apartMs: number
  /** Whether a source showed a line of a kind. */
  shown(source: string, kind: string): boolean
  /** Whether lines come from a source as regularly as they are printed; null when it shows too few that do. */
  whole(source: string): boolean | null
}

type Missing = Partial<Pick<Suspicion, 'absent' | 'exceptions'>>

export function suspicionOf(invariant: Invariant, key: string, events: readonly Event[], missing: Missing = {}): Suspicion {
  const { entity } = events.at(-1) as Event
  return { absent: [], exceptions: [], ...missing, invariant, key, entity, events }
}

/**
 * True when the suspicion may come from lines that are missing or out of order: its sources are cut, have a gap in the stretch or lose
 * lines, never showed a line of the absent kinds at all, or keep no order and the times do not settle it.
 */
export function excusable(suspicion: Suspicion, { coverage, apartMs, shown, whole }: Evidence): boolean {
  const { events, absent, exceptions } = suspicion
  const first = events[0] as Event
  const last = events.at(-1) as Event
  const sources = [...new Set(events.map((event) => event.where.source))]
  if (first !== last && !earlier(first, last) && sources.some((source) => !coverage.orderly(source))) return true
  // Goroutines of one process take their time before they write: by its times the line stands before the other.
  if (first !== last && earlier(last, first)) return true
  if (sources.length > 1 && apartMs > 0 && Math.abs((last.time?.ms ?? 0) - (first.time?.ms ?? 0)) <= apartMs) return true
  if (absent.length + exceptions.length === 0) return false
  const until = events.length > 1 ? last.time : null
  return sources.some((source) => {
    const isWhole = whole(source)
    if (isWhole === false || coverage.holes(source, first.time, until)) return true
    return absent.length > 0 && (isWhole === null || !absent.some((kind) => shown(source, kind)))
  })
}

function earlier(a: Event, b: Event): boolean {
  return (a.time?.ms ?? Number.NaN) < (b.time?.ms ?? Number.NaN)
}
