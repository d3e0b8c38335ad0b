import type { Instant } from '../entry/entry.ts'
import { type Detection, type DetectLimits, PLAIN, type Sample } from './detection.ts'
import type { EntityRecord, History, Step } from './history.ts'
import type { Watchmen } from './watchmen.ts'

/**
 * Entities that were left in a state in which something is due to be printed all the time, of which nothing was heard any more while all
 * that spoke of them went on.
 */
export function stalls(histories: readonly History[], watchmen: Watchmen, limits: DetectLimits['stall']): Detection[] {
  return histories.flatMap((history) => {
    const [state, ...others] = history.states
    if (state === undefined || others.length > 0 || limits.busy[history.machine]?.includes(state) !== true) return []
    const record = watchmen.recordOf(history.entity)
    const step = lastSeen(history)
    if (record === null || step === null || watchmen.doubts(history)) return []
    const last = watchmen.lastWord(history.entity)
    const until = last === null ? null : watchmen.until(record, step.where.source, last, limits.dueMs)
    if (last === null || until === null || until.ms - last.ms < limits.quietMs || !watchmen.holdsOut(record, last, limits.dueMs)) return []
    return [stall(history, state, step, record, last, until)]
  })
}

type Seen = Step & { readonly where: NonNullable<Step['where']> }

function lastSeen({ steps }: History): Seen | null {
  for (let i = steps.length - 1; i >= 0; i--) if (steps[i]!.where !== null) return steps[i] as Seen
  return null
}

function stall({ entity, machine }: History, state: string, step: Seen, record: EntityRecord, first: Instant, last: Instant): Detection {
  const sample: Sample = { where: step.where, time: step.time, text: `${step.event} → ${step.to}` }
  return {
    ...PLAIN,
    ...{ kind: 'stall', entity, nodes: record.nodes, events: [step.event], first, last, samples: [sample] },
    told: { machine, state, quiet: String(Math.round((last.ms - first.ms) / 1_000)) },
  }
}
