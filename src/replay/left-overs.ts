import type { Instant } from '../entry/entry.ts'
import { type Detection, type DetectLimits, PLAIN, type Sample } from './detection.ts'
import type { History, Step } from './history.ts'
import type { Outcomes } from './outcomes.ts'
import type { Watchmen } from './watchmen.ts'

const SAMPLES = 8

interface Kept {
  readonly history: History
  readonly step: Step
  readonly until: Instant
}

/**
 * What jobs that have ended still hold on a node whose log goes on: a backend, and the engines in it. Both count only together, since one line
 * alone may have been lost; only where the node's work for the job ended in failure, since what went well is tidied up by the same code; and
 * only where the log shows that letting go of such things is printed there at all.
 */
export function leftOvers(
  histories: readonly History[],
  watchmen: Watchmen,
  outcomes: Outcomes,
  limits: DetectLimits['leftOver'],
): Detection[] {
  const ends = endsOf(histories, limits.job)
  const printed = letGoBy(histories, limits)
  const byJob = new Map<string, Kept[]>()
  for (const history of histories) {
    const job = watchmen.recordOf(history.entity)?.kin.job
    const end = job === undefined ? undefined : ends.get(job)
    const kept = end === undefined ? null : keptBy(history, end, watchmen, limits, printed)
    if (kept === null || !outcomes.failedSince(history.node ?? '', job!, kept.step.time!.ms)) continue
    const known = byJob.get(job!)
    if (known === undefined) byJob.set(job!, [kept])
    else known.push(kept)
  }
  return [...byJob].flatMap(([job, kept]) => {
    const together = kept.filter((one) => isHeldTogether(one, kept, limits.all))
    return together.length === 0 ? [] : [leftOver(job, ends.get(job)!, together)]
  })
}

/** On one node what holds all, and something in it. */
function isHeldTogether({ history }: Kept, kept: readonly Kept[], all: string): boolean {
  const here = kept.filter((other) => other.history.node === history.node)
  return here.some((other) => other.history.machine === all) && here.some((other) => other.history.machine !== all)
}

/** When each job ended, for those that have. */
function endsOf(histories: readonly History[], { machine, ended }: DetectLimits['leftOver']['job']): ReadonlyMap<string, Instant> {
  const ends = new Map<string, Instant>()
  for (const history of histories) {
    if (history.machine !== machine || history.states.length !== 1 || !ended.includes(history.states[0]!)) continue
    const time = lastTime(history.steps)
    if (time !== null && history.violations.length === 0) ends.set(history.entity.id, time)
  }
  return ends
}

/** By machine, the sources in which a line that lets go was printed. */
function letGoBy(histories: readonly History[], { holds }: DetectLimits['leftOver']): ReadonlyMap<string, ReadonlySet<string>> {
  const printed = new Map<string, Set<string>>()
  for (const { machine, steps } of histories) {
    const rule = holds[machine]
    if (rule === undefined) continue
    for (const { event, where } of steps) {
      if (where === null || !rule.letGo.includes(event)) continue
      const known = printed.get(machine)
      if (known === undefined) printed.set(machine, new Set([where.source]))
      else known.add(where.source)
    }
  }
  return printed
}

function keptBy(
  history: History,
  end: Instant,
  watchmen: Watchmen,
  { holds, graceMs }: DetectLimits['leftOver'],
  printed: ReadonlyMap<string, ReadonlySet<string>>,
): Kept | null {
  const [state, ...others] = history.states
  const rule = holds[history.machine]
  if (rule === undefined || state === undefined || others.length > 0 || !rule.states.includes(state)) return null
  const step = history.steps.findLast(({ where }) => where !== null)
  if (step?.where == null || step.time === null || watchmen.doubts(history)) return null
  if (printed.get(history.machine)?.has(step.where.source) !== true) return null
  const last = step.time.ms > end.ms ? step.time : end
  const nodes = history.node === null ? [] : [history.node]
  const until = watchmen.until({ nodes }, step.where.source, step.time, graceMs)
  return until === null || until.ms - last.ms < graceMs ? null : { history, step, until }
}

function leftOver(job: string, end: Instant, kept: readonly Kept[]): Detection {
  const [{ until }] = kept as readonly [Kept]
  const samples = kept
    .slice(0, SAMPLES)
    .map(({ step }): Sample => ({ where: step.where!, time: step.time, text: `${step.event} → ${step.to}` }))
  const nodes = [...new Set(kept.flatMap(({ history }) => history.node ?? []))].sort()
  const names = kept.map(({ history: { entity } }) => `${entity.kind} ${entity.id}`)
  return {
    ...PLAIN,
    ...{ kind: 'left-over', entity: { kind: 'job', id: job }, nodes, count: kept.length, first: end, last: until, samples },
    told: { things: names.join(', ') },
  }
}

function lastTime(steps: readonly Step[]): Instant | null {
  return steps.findLast(({ time }) => time !== null)?.time ?? null
}
