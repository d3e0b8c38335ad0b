import type { Condition } from '../../grammars/condition.ts'

/** One event or crash that satisfied selections; of what it was, only what conditions look at. */
export interface Occurrence {
  /** Names of the selections that it satisfied. */
  readonly selections: ReadonlySet<string>
  /** Milliseconds, null when the line had no time. */
  readonly time: number | null
  readonly node: string | null
  /** The value of a field or id for `by`; null when it has none. */
  value(field: string): string | null
}

/** What is known once everything has been read. */
export interface Ending {
  /** The last time that was seen on a node, in milliseconds. */
  lastTime(node: string | null): number | null
  /** Whether a selection over histories holds. */
  history(selection: string): boolean
}

/**
 * A condition fed with occurrences in their order, in memory that does not grow with them.
 * A *moment* is an occurrence with which a condition comes true (once more): `a then b` has one at each `b` after an `a`.
 */
export interface Watcher {
  /** @returns whether this occurrence is a moment of the condition */
  see(occurrence: Occurrence): boolean
  holds(ending: Ending): boolean
}

const distinctValues = 1_000

/** The watcher of a condition. Conditions come from compile.ts, which refuses `then` over parts that have no moments. */
export function watch(condition: Condition): Watcher {
  switch (condition.kind) {
    case 'selection':
      return watchSelection(condition.name)
    case 'not':
      return watchNot(watch(condition.operand))
    case 'and':
    case 'or':
      return watchSeveral(condition.kind, condition.operands.map(watch))
    case 'count':
      return watchCount(condition)
    case 'then':
      return watchThen(watch(condition.first), watch(condition.second), condition.within)
    case 'before':
      return watchBefore(watch(condition.first), watch(condition.second))
    case 'missing':
      return watchMissing(watch(condition.what), watch(condition.after), condition.within)
  }
}

function watchSelection(name: string): Watcher {
  let seen = false
  return {
    see({ selections }) {
      const now = selections.has(name)
      seen ||= now
      return now
    },
    holds: (ending) => seen || ending.history(name),
  }
}

function watchNot(operand: Watcher): Watcher {
  return {
    see(occurrence) {
      operand.see(occurrence)
      return false
    },
    holds: (ending) => !operand.holds(ending),
  }
}

/** The moments of `and` are those of its parts from the time on that each part has had one; the moments of `or` are all of them. */
function watchSeveral(kind: 'and' | 'or', parts: readonly Watcher[]): Watcher {
  const had = parts.map(() => false)
  return {
    see(occurrence) {
      let any = false
      parts.forEach((part, i) => {
        if (!part.see(occurrence)) return
        any = true
        had[i] = true
      })
      return any && (kind === 'or' || had.every(Boolean))
    },
    holds: (ending) => (kind === 'or' ? parts.some((part) => part.holds(ending)) : parts.every((part) => part.holds(ending))),
  }
}

/** Moments are the occurrences that complete a group of `least`; with `within`, the last `least` of them must not span more. */
function watchCount({ of, least, within, by }: Condition & { kind: 'count' }): Watcher {
  const windows = new Map<string, ReturnType<typeof window>>()
  let held = false
  return {
    see(occurrence) {
      if (!occurrence.selections.has(of.name)) return false
      const value = by === null ? '' : occurrence.value(by)
      if (value === null) return false
      let counted = windows.get(value)
      if (!counted) {
        if (windows.size >= distinctValues) windows.delete(windows.keys().next().value!)
        windows.set(value, (counted = window(least, within)))
      }
      const now = counted(occurrence.time)
      held ||= now
      return now
    },
    holds: () => held,
  }
}

/** Counts times in a ring that holds the last `least` of them. Without a time nothing can be said to lie within a span. */
function window(least: number, within: number | null): (time: number | null) => boolean {
  let count = 0
  if (within === null) return () => ++count >= least
  const times: number[] = []
  return (time) => {
    if (time === null) return false
    times[count++ % least] = time
    return count >= least && Math.abs(time - times[count % least]!) <= within
  }
}

/** Moments are those of `second` after a moment of `first`; with `within`, the nearest such moment counts. */
function watchThen(first: Watcher, second: Watcher, within: number | null): Watcher {
  let begun = false
  let last: number | null = null
  let held = false
  return {
    see(occurrence) {
      const near = within === null || (last !== null && occurrence.time !== null && Math.abs(occurrence.time - last) <= within)
      const now = second.see(occurrence) && begun && near
      if (first.see(occurrence)) {
        begun = true
        last = occurrence.time ?? last
      }
      held ||= now
      return now
    },
    holds: () => held,
  }
}

/** The first moment of `second`, when `first` had one earlier. */
function watchBefore(first: Watcher, second: Watcher): Watcher {
  let firstSeen = false
  let secondSeen = false
  let held = false
  return {
    see(occurrence) {
      const reached = second.see(occurrence)
      const now = reached && !secondSeen && firstSeen
      secondSeen ||= reached
      if (first.see(occurrence)) firstSeen = true
      held ||= now
      return now
    },
    holds: () => held,
  }
}

/**
 * Holds when some moment of `after` has no moment of `what` within the span after it, and the node's log goes on beyond the span.
 * Only the earliest open moment matters: what answers it in time answers the later ones too.
 */
function watchMissing(what: Watcher, after: Watcher, within: number): Watcher {
  let open: { readonly deadline: number; readonly node: string | null } | null = null
  let held = false
  return {
    see(occurrence) {
      const { time, node } = occurrence
      const answered = what.see(occurrence)
      const asked = after.see(occurrence)
      if (open && time !== null && time > open.deadline && (answered || asked)) held = true
      if (answered || held) open = null
      if (asked && !held && !open && time !== null) open = { deadline: time + within, node }
      return false
    },
    holds(ending) {
      const end = open && ending.lastTime(open.node)
      return held || (open !== null && typeof end === 'number' && end > open.deadline)
    },
  }
}
