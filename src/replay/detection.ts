import type { Instant } from '../entry/entry.ts'
import type { EntityRef, Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'

/** From how much on a repetition is a fault. Values and citations: knowledge/limits.ts. */
export interface DetectLimits {
  readonly livelock: {
    /** As many times the same error for the same entity, without a change of its state. */
    readonly count: number
    /** Spread over at least this long, in milliseconds, where the lines have times. */
    readonly spanMs: number
    /** A longer pause between two of them begins a new count, in milliseconds. */
    readonly pauseMs: number
  }
  readonly storm: {
    /** As many errors of one kind for one entity … */
    readonly count: number
    /** … within this long, in milliseconds. */
    readonly withinMs: number
  }
  /** Kinds of entities that can be stuck. */
  readonly entities: readonly EntityKind[]
  /** Canonical fields that hold an error. */
  readonly errorFields: readonly string[]
  /** Canonical fields with a number that grows while work goes on, or a name of what is worked on. */
  readonly progressFields: readonly string[]
  /** How often an error was met, as printed, and where retrying ends. */
  readonly retries: { readonly field: string; readonly limit: number }
  /** A loop is a passing fault when it lasted no longer, in milliseconds, and a line of one of the kinds, by whose work it tells, came behind it. */
  readonly healing: { readonly withinMs: number; readonly by: Readonly<Partial<Record<EntityKind, readonly string[]>>> }
  /** Kinds, and texts in an error, that repeat while all is well. */
  readonly benignKinds: readonly string[]
  readonly benignErrors: readonly string[]
}

/** A repetition that is a fault by itself, whatever its cause. */
export interface Detection {
  readonly kind: 'livelock' | 'retry-storm'
  readonly entity: EntityRef
  readonly nodes: readonly string[]
  /** Message kinds that repeated, the most frequent first. */
  readonly events: readonly string[]
  /** The error as first printed, cut; empty where the line carried none. */
  readonly error: string
  /** Lines of the most frequent kind. */
  readonly count: number
  readonly first: Instant | null
  readonly last: Instant | null
  /** Mean time between two of them, in milliseconds. */
  readonly periodMs: number | null
  /** Retries left before TiDB gives up, where the lines say how often it has tried. */
  readonly retriesLeft: number | null
  /** The first lines and the last. */
  readonly samples: readonly Event[]
}

/** The lines of one turn of a loop repeat together: the same entity, the same error, at the same time. */
export function mergeLoops(found: readonly Detection[]): Detection[] {
  const merged: Detection[] = []
  for (const next of [...found].sort((a, b) => b.count - a.count || compareTimes(a, b))) {
    const at = merged.findIndex((it) => overlap(it, next))
    const main = merged[at]
    if (main === undefined) merged.push(next)
    else
      merged[at] = {
        ...main,
        nodes: [...new Set([...main.nodes, ...next.nodes])].sort(),
        events: [...new Set([...main.events, ...next.events])],
        retriesLeft: main.retriesLeft ?? next.retriesLeft,
      }
  }
  return merged
}

function overlap(a: Detection, b: Detection): boolean {
  if (a.first === null || a.last === null || b.first === null || b.last === null) return true
  return a.first.ms <= b.last.ms && b.first.ms <= a.last.ms
}

export function compareTimes(a: Detection, b: Detection): number {
  const [one = '', other = ''] = [a.events[0], b.events[0]]
  return (a.first?.ms ?? 0) - (b.first?.ms ?? 0) || (one < other ? -1 : one > other ? 1 : 0)
}
