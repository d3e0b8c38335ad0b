import type { Instant } from '../../entry/entry.ts'
import type { EntityRef, Event } from '../../event/event.ts'
import type { Invariant } from '../../knowledge/contract.ts'
import type { Coverage } from '../coverage.ts'

/** An invariant at work. It keeps what is open, never what has been. */
export interface Rule {
  readonly invariant: Invariant
  /** Kinds that it wants to see. */
  readonly kinds: ReadonlySet<string>
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

export function suspicionOf(
  invariant: Invariant,
  key: string,
  events: readonly Event[],
  missing: { readonly absent?: readonly string[]; readonly exceptions?: readonly string[] },
): Suspicion {
  const { entity } = events.at(-1) as Event
  return { invariant, key, entity, events, absent: missing.absent ?? [], exceptions: missing.exceptions ?? [] }
}

/**
 * True when the suspicion may come from lines that are missing or out of order: its sources are cut or have a gap in the stretch,
 * never showed a line of the absent kinds at all, or keep no order and the times do not settle it.
 * @param shown whether a source showed a line of a kind
 */
export function excusable(suspicion: Suspicion, coverage: Coverage, shown: (source: string, kind: string) => boolean): boolean {
  const { events, absent, exceptions } = suspicion
  const first = events[0] as Event
  const last = events.at(-1) as Event
  const sources = [...new Set(events.map((event) => event.where.source))]
  if (first !== last && !earlier(first, last) && sources.some((source) => !coverage.orderly(source))) return true
  if (absent.length + exceptions.length === 0) return false
  return sources.some(
    (source) =>
      coverage.holes(source, first.time, events.length > 1 ? last.time : null) ||
      (absent.length > 0 && !absent.some((kind) => shown(source, kind))),
  )
}

function earlier(a: Event, b: Event): boolean {
  return (a.time?.ms ?? Number.NaN) < (b.time?.ms ?? Number.NaN)
}
