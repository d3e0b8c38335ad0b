import type { Instant } from '../entry/entry.ts'
import type { Coverage } from './coverage.ts'
import type { Known } from './entities.ts'
import type { Fault } from './fault.ts'
import type { Follower } from './follow.ts'
import type { Assumption, History, Verdict, Violation } from './history.ts'
import type { Kinship } from './kinship.ts'
import type { Edge, Machine } from './machine.ts'

/** A follower with the entity that it is about. */
export interface Followed {
  readonly follower: Follower
  readonly known: Known
}

/**
 * All histories, by machine, entity and node. An entity that was only ever seen in one state, its beginning not among it, tells
 * nothing of its course; where its kin were judged it is part of a story that holds together.
 * @param apartMs how far clocks are known to differ: two lines of different logs that stand no farther apart have no order
 * @param followed in the order in which they were first met, their entities ranked
 */
export function judgeAll(followed: readonly Followed[], coverage: Coverage, kinship: Kinship, apartMs = 0): History[] {
  const judge = (follower: Follower, judgeable: boolean): History => judgeOne(follower, coverage, judgeable, apartMs)
  const seen = followed.filter(({ follower }) => follower.sightings > 0)
  for (const { follower } of seen) follower.close()
  const sound = new Set<Known>()
  const judged: Judged[] = []
  for (const { follower, known } of seen.filter(tells)) {
    const history = judge(follower, true)
    judged.push({ history, rank: known.rank })
    if (history.verdict !== 'violating') for (const one of family(known, kinship)) sound.add(one)
  }
  for (const it of seen) {
    if (tells(it)) continue
    const kinJudged = family(it.known, kinship).some((one) => sound.has(one))
    judged.push({ history: judge(it.follower, kinJudged), rank: it.known.rank })
  }
  return judged.sort(compareJudged).map(({ history }) => history)
}

interface Judged {
  readonly history: History
  readonly rank: number
}

function family(known: Known, kinship: Kinship): readonly Known[] {
  return [known, ...kinship.eldersOf(known)]
}

function tells({ follower: { sightings, changes, foundIn } }: Followed): boolean {
  return sightings > 1 && (changes > 0 || foundIn === null)
}

function compareJudged(a: Judged, b: Judged): number {
  if (a.history.machine !== b.history.machine) return a.history.machine < b.history.machine ? -1 : 1
  if (a.rank !== b.rank) return a.rank - b.rank
  const [one, other] = [a.history.node ?? '', b.history.node ?? '']
  return one < other ? -1 : one > other ? 1 : 0
}

/**
 * The verdict on one followed entity, now that it is known what the logs could have shown.
 * A fault that an unseen owner change or loss of a node would explain stands only where such a thing would have been seen.
 * @param judgeable whether there is enough of it, or of its kin, to judge
 */
function judgeOne(follower: Follower, coverage: Coverage, judgeable: boolean, apartMs: number): History {
  const { machine, entity, node } = follower
  const standing = follower.faults.all.filter((fault) => !isOfClocks(fault, apartMs) && stands(follower, fault, coverage))
  const excused = follower.faults.all.filter((fault) => !standing.includes(fault))
  for (const fault of excused) follower.steps.excuse(fault.step)
  const assumptions = unique([
    ...foundLate(follower),
    ...follower.assumed.map((it) => assumption(machine, it.edge, coverage, it.source, it.from, it.to)),
    ...excused.flatMap((fault) => excuses(machine, fault, coverage)),
    ...follower.late.moved.map((it) => moved(machine, it.state, it.next, it.event.kind)),
  ])
  return {
    machine: machine.name,
    entity,
    node: machine.subject.scope === 'node' ? node : null,
    states: follower.states,
    ended: follower.states.every((state) => machine.subject.states.final.includes(state)),
    steps: follower.steps.all(),
    verdict: verdictOf(judgeable, standing.length, assumptions),
    assumptions,
    violations: standing.map((fault) => violation(follower, fault)),
  }
}

/**
 * A fault stands on the order of two lines, on their being of one entity, and on what was not seen. In a pasted text, and in one that
 * names no node and so may be of several, lines of the same instant have no order. Goroutines of one process take their time before they
 * write: what stands behind a later line was said before it.
 */
function stands({ machine, node }: Follower, { excuse, event, since }: Fault, coverage: Coverage): boolean {
  if ((event.time?.ms ?? Number.NaN) < (since?.ms ?? Number.NaN)) return false
  const orderly = coverage.orderly(event.where.source)
  if ((!orderly || event.node === null) && !((since?.ms ?? Number.NaN) < (event.time?.ms ?? Number.NaN))) return false
  if (!orderly && machine.subject.scope === 'node' && node === null) return false
  return excuse.length === 0 || coverage.complete(since, event.time)
}

/** The last line that fits is of another log, and the clocks of both may well have changed their order. */
function isOfClocks({ lastGood, event, since }: Fault, apartMs: number): boolean {
  if (apartMs === 0 || lastGood?.where?.source === event.where.source) return false
  return Math.abs((event.time?.ms ?? Number.NaN) - (since?.ms ?? Number.NaN)) <= apartMs
}

function verdictOf(judgeable: boolean, violations: number, assumptions: readonly Assumption[]): Verdict {
  if (violations > 0) return 'violating'
  if (!judgeable) return 'not-judgeable'
  return assumptions.length > 0 ? 'conforming-if' : 'conforming'
}

function violation({ machine, entity }: Follower, fault: Fault): Violation {
  const { lastGood, legal, event } = fault
  return { machine: machine.name, entity, lastGood, observed: machine.states[fault.observed] as string, legal, event }
}

function foundLate({ machine, foundIn }: Follower): Assumption[] {
  if (foundIn === null) return []
  const into = machine.leaving.flat().filter((edge) => edge.to === foundIn)
  const settledBy = [...new Set(into.flatMap((edge) => [...edge.by]))].sort()
  return [{ from: null, to: machine.states[foundIn] as string, settledBy, because: 'before-the-log' }]
}

function assumption(
  machine: Machine,
  edge: Edge,
  coverage: Coverage,
  source: string,
  from: Instant | null,
  to: Instant | null,
): Assumption {
  return {
    from: edge.from === 0 ? null : (machine.states[edge.from] as string),
    to: machine.states[edge.to] as string,
    settledBy: [...edge.by].sort(),
    because: coverage.why(edge.by, source, from, to),
  }
}

function excuses(machine: Machine, fault: Fault, coverage: Coverage): Assumption[] {
  const { source } = fault.event.where
  if (fault.excuse.length === 0) return [moved(machine, fault.from, fault.observed, fault.event.kind)]
  return fault.excuse.map((edge) => {
    const plain = assumption(machine, edge, coverage, source, fault.since, fault.event.time)
    return edge.course === 'recovery' && (plain.because === 'not-logged' || plain.because === 'unexplained')
      ? { ...plain, because: 'other-node' }
      : plain
  })
}

function moved(machine: Machine, state: number, next: number, kind: string): Assumption {
  return { from: machine.states[state] as string, to: machine.states[next] as string, settledBy: [kind], because: 'other-node' }
}

/** One assumption for each step, in the order in which they were first made. */
function unique(assumptions: readonly Assumption[]): Assumption[] {
  const byStep = new Map<string, Assumption>()
  for (const it of assumptions) {
    const key = `${it.from ?? ''}>${it.to}>${it.because}`
    if (!byStep.has(key)) byStep.set(key, it)
  }
  return [...byStep.values()]
}
