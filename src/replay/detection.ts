import type { Instant } from '../entry/entry.ts'
import type { EntityRef, Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import type { WholenessRules } from './losses.ts'

/** From how much on a repetition is a fault. Values and citations: knowledge/limits.ts. */
export interface LoopLimits {
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
  /** How often an error was met, as printed, where retrying ends, and for which kinds of entities it never does. */
  readonly retries: { readonly field: string; readonly limit: number; readonly endless: readonly EntityKind[] }
  readonly healing: HealingLimits
  /** Kinds, and texts in an error, that repeat while all is well. */
  readonly benignKinds: readonly string[]
  readonly benignErrors: readonly string[]
}

/** When a loop was a passing fault. */
export interface HealingLimits {
  /** It lasted no longer, in milliseconds … */
  readonly withinMs: number
  /** … and a line of one of the kinds, by whose work it tells, came behind it … */
  readonly by: Readonly<Partial<Record<EntityKind, readonly string[]>>>
  /**
   * … or as many of its turns, and at least `quietMs`, after its last line it was still spoken of what was stuck, or of what that belongs to,
   * and one of them is in one of the states, by machine, that success leads to, or else none in one that failing leads to.
   */
  readonly turns: number
  readonly quietMs: number
  readonly won: Readonly<Record<string, readonly string[]>>
  readonly lost: Readonly<Record<string, readonly string[]>>
}

/** From how much on something is a fault. */
export interface DetectLimits extends LoopLimits {
  /** What tells that a source lost lines. */
  readonly wholeness: WholenessRules
  readonly stall: StallLimits
  readonly crashLoop: {
    /** As many deaths of one node's process, none of which anybody asked for … */
    readonly count: number
    /** … each no later after the one before, in milliseconds. */
    readonly pauseMs: number
  }
  readonly flapping: {
    /** As often the DDL owner changed without the end of a process … */
    readonly count: number
    /** … within this long, in milliseconds. */
    readonly withinMs: number
  }
  readonly leftOver: LeftOverLimits
}

export interface StallLimits {
  /** Nothing is heard of it for this long, in milliseconds, while those who spoke of it go on printing INFO. */
  readonly quietMs: number
  /** The next line is due no later, in milliseconds: a silence of its node that begins before that may be a hole in the log. */
  readonly dueMs: number
  /** Kinds of entities that the machines are of. */
  readonly of: readonly EntityKind[]
  /** By machine, the states in which something is due to be printed all the time. */
  readonly busy: Readonly<Record<string, readonly string[]>>
}

export interface LeftOverLimits {
  /** What was not let go of this long after its job's end, in milliseconds, stays. */
  readonly graceMs: number
  /** By machine, the states in which an entity holds something, and the kinds of lines that let go of it. */
  readonly holds: Readonly<Record<string, { readonly states: readonly string[]; readonly letGo: readonly string[] }>>
  /** The machine of what all of it goes with: what it holds is left over only while it is not let go of itself. */
  readonly all: string
  /** Kinds of lines that tell of work for a job that failed or was given up, and of work that was done. */
  readonly failed: readonly string[]
  readonly done: readonly string[]
  /** The machine of jobs, and its states in which a job has ended. */
  readonly job: { readonly machine: string; readonly ended: readonly string[] }
}

/** A line that shows it. */
export type Sample = Pick<Event, 'where' | 'time' | 'text'>

/** A fault by itself, whatever its cause. */
export interface Detection {
  readonly kind: 'livelock' | 'retry-storm' | 'stall' | 'crash-loop' | 'owner-flapping' | 'left-over'
  readonly entity: EntityRef | null
  readonly nodes: readonly string[]
  /** Message kinds that repeated, the most frequent first. */
  readonly events: readonly string[]
  /** The error as first printed, cut; empty where the line carried none. */
  readonly error: string
  /** Lines of the most frequent kind; starts, changes, things left over. */
  readonly count: number
  readonly first: Instant | null
  readonly last: Instant | null
  /** Mean time between two of them, in milliseconds. */
  readonly periodMs: number | null
  /** Errors left before TiDB gives up, where the lines say how many it has counted. */
  readonly retriesLeft: number | null
  /** The first lines and the last. */
  readonly samples: readonly Sample[]
  /** What else its wording needs. */
  readonly told: Readonly<Record<string, string>>
}

/** What all kinds have in common where nothing else is said. */
export const PLAIN = { events: [], error: '', count: 1, periodMs: null, retriesLeft: null, told: {} } as const

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
