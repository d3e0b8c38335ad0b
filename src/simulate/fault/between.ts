import type { Line } from '../cluster/line.ts'
import type { Random } from '../cluster/random.ts'
import { insert, type Log, type Logs, processOf, replace, sightings } from '../logs.ts'
import { type Fault, pickLife, pickOr } from './fault.ts'

/** The log of another node of which one process was writing from one line to another. */
function otherLog(logs: Logs, from: Line, to: Line, random: Random): Log | null {
  return pickOr(
    random,
    logs.filter(({ node, lines }) => node !== from.node && isUp(lines, from.ms, to.ms)),
  )
}

function isUp(lines: readonly Line[], from: number, to: number): boolean {
  const begins = ({ row, ms }: Line): boolean => row?.kind === 'server.start' && ms >= from && ms <= to
  return lines.some((line) => line.ms < from) && lines.some((line) => line.ms > to) && !lines.some(begins)
}

const linesOf = (logs: Logs, kinds: readonly string[]): readonly Line[] =>
  logs.flatMap(({ lines }) => lines.filter(({ row }) => row !== null && kinds.includes(row.kind)))

const wrongParent: Fault = {
  name: 'wrong-parent',
  about: 'a line gives a subtask to another task',
  explained: 'never',
  plant(logs, random) {
    const named = logs
      .flatMap(({ lines }) => lines)
      .filter(({ fields }) => 'task-id' in fields && ('subtaskID' in fields || 'subtask-id' in fields))
    const told = new Map<string, number>()
    for (const { fields } of named) told.set(subtaskOf(fields), (told.get(subtaskOf(fields)) ?? 0) + 1)
    const line = pickOr(
      random,
      named.filter(({ fields }) => (told.get(subtaskOf(fields)) as number) > 1),
    )
    if (line === null) return null
    const wrong = { ...line, fields: { ...line.fields, 'task-id': Number(line.fields['task-id']) + random.whole(1, 9) } }
    return { logs: replace(logs, new Map([[line, wrong]])), lines: [wrong], life: null }
  },
}

function subtaskOf(fields: Line['fields']): string {
  return String(fields.subtaskID ?? fields['subtask-id'])
}

/** Numbers that are stored and only ever grow: kinds of lines, and how to change the number in one. */
const COUNTERS: readonly {
  readonly kinds: readonly string[]
  readonly of: (line: Line, logs: Logs) => string
  readonly lower: (line: Line) => Line | null
}[] = [
  {
    // model-ddl-ingest section 4, I4
    kinds: ['job.step-start'],
    of: ({ fields }) => /^ID:\d+/.exec(String(fields.job))?.[0] ?? '',
    lower: (line) => {
      const count = Number(/ErrCount:(\d+)/.exec(String(line.fields.job))?.[1] ?? 0)
      if (count === 0) return null
      return {
        ...line,
        fields: { ...line.fields, job: String(line.fields.job).replace(/ErrCount:\d+/, `ErrCount:${Math.floor(count / 2)}`) },
      }
    },
  },
  {
    // I24: each step of a job publishes a newer version
    kinds: ['schema-version.synced'],
    of: ({ fields }) => /^ID:\d+/.exec(String(fields.job))?.[0] ?? '',
    lower: (line) => ({ ...line, fields: { ...line.fields, ver: Number(line.fields.ver) - 5 }, marks: withoutVersion(line) }),
  },
  {
    // I23: the version that a process acknowledges for a job grows; the next one begins anew
    kinds: ['mdl.acknowledged'],
    of: (line, logs) => `${line.node} ${processOf(line, logs)} ${line.fields.jobID}`,
    lower: (line) => ({ ...line, fields: { ...line.fields, version: Number(line.fields.version) - 5 } }),
  },
]

/** It is about an earlier version now, of which it shows what was known. */
function withoutVersion({ marks }: Line): Line['marks'] {
  return marks.filter(({ life }) => life.machine !== 'schema-version')
}

const counterDown: Fault = {
  name: 'counter-down',
  about: 'a number that only grows is smaller than it was',
  explained: 'never',
  plant(logs, random) {
    const places = COUNTERS.flatMap(({ kinds, of, lower }) => {
      const lines = linesOf(logs, kinds)
      return lines.flatMap((line, i) => {
        const wrong = lower(line)
        const before = lines.slice(0, i).filter((it) => of(it, logs) === of(line, logs) && lower(it) !== null)
        return wrong === null || before.length === 0 ? [] : [{ line, wrong, kind: kinds[0] }]
      })
    })
    const kind = pickOr(random, [...new Set(places.map((place) => place.kind))])
    const place = pickOr(
      random,
      places.filter((it) => it.kind === kind),
    )
    if (place === null) return null
    return { logs: replace(logs, new Map([[place.line, place.wrong]])), lines: [place.wrong], life: null }
  },
}

/** What is held, by machine, in a node's memory. */
const HELD: Readonly<Record<string, string>> = {
  ...{ engine: 'open', backend: 'registered', 'flush-lock': 'held', checkpoint: 'open', executor: 'active', scheduler: 'active' },
}

const openedTwice: Fault = {
  name: 'opened-twice',
  about: 'something that a node holds is opened again before it was closed',
  explained: 'by-order',
  plant(logs, random) {
    const found = pickLife(logs, random, (seen, { machine }) =>
      seen.some(({ mark }) => mark.state === HELD[machine] && mark.when === 'after'),
    )
    if (found === null) return null
    const opened = found.seen.flatMap(({ mark, line }, i) =>
      mark.state === HELD[found.life.machine] && mark.when === 'after' ? [{ line, i }] : [],
    )
    const { line, i } = random.pick(opened)
    const end = found.seen.slice(i).find(({ mark }) => mark.state !== HELD[found.life.machine])?.line.ms ?? line.ms + 4_000
    const again = { ...line, ms: line.ms + (end - line.ms) * (0.2 + random.next() * 0.6) }
    return { logs: insert(logs, again), lines: [again], life: found.life }
  },
}

/** For so long a node that lost its subtask may still be at it, by its clock and another's (model-dxf section 7, I5), in milliseconds. */
const STILL_AT_IT = 10_000

const runTwice: Fault = {
  name: 'run-twice',
  about: 'two nodes run the same subtask at the same time, and both complete it',
  explained: 'never',
  plant(logs, random) {
    const seen = sightings(logs)
    const runs = linesOf(logs, ['subtask.run-started']).flatMap((start) => {
      const own = start.marks[0]?.life
      const end = own && seen.get(own)?.find(({ line }) => isNextOf(line, start))?.line
      if (end?.row?.kind !== 'subtask.run-completed' || processOf(end, logs) !== processOf(start, logs)) return []
      return end.ms - start.ms < STILL_AT_IT + 1_000 ? [] : [{ start, end }]
    })
    const run = pickOr(random, runs)
    const other = run === null ? null : otherLog(logs, run.start, run.end, random)
    if (run === null || other === null) return null
    const { start, end } = run
    const began = { ...start, node: other.node, ms: start.ms + 500 + random.next() * (end.ms - start.ms - STILL_AT_IT - 500) }
    const completed = { ...end, node: other.node, ms: end.ms + 50 + random.whole(0, 900) }
    return { logs: insert(insert(logs, began), completed), lines: [began, completed], life: null }
  },
}

/** Whether a line of the same node tells how a run ended, or that another one began. */
function isNextOf(line: Line, start: Line): boolean {
  return RUNS.includes(line.row?.kind ?? '') && line.ms > start.ms && line.node === start.node
}

const RUNS = ['subtask.run-started', 'subtask.run-failed', 'subtask.run-completed']

/** A former owner may go on until its lease ends (model-ddl-ingest section 4, I9), by its clock and another's, in milliseconds. */
const LEASE = 66_000

const twoOwners: Fault = {
  name: 'two-owners',
  about: 'two nodes run the steps of one job beside each other, for longer than a lease',
  explained: 'never',
  plant(logs, random) {
    const steps = linesOf(logs, ['job.step-start'])
    const places = steps.flatMap((first) => {
      const own = steps.filter((line) => line.node === first.node && sameJob(line, first) && line.ms >= first.ms)
      const last = own.findIndex((line) => line.ms - first.ms > LEASE)
      return last < 0 || own.length === last + 1 ? [] : [[0, 1, last >> 1, last].map((i) => own[i] as Line)]
    })
    const place = pickOr(random, places)
    const other = place === null ? null : otherLog(logs, place[0] as Line, place.at(-1) as Line, random)
    if (place === null || other === null) return null
    const own = [...new Set(place)].map((line) => ({
      ...line,
      node: other.node,
      ms: line.ms + 20 + random.whole(0, 60),
    }))
    return { logs: own.reduce(insert, logs), lines: own, life: null }
  },
}

function sameJob(a: Line, b: Line): boolean {
  const id = ({ fields }: Line) => /^ID:\d+/.exec(String(fields.job))?.[0]
  return id(a) === id(b)
}

/** Faults between entities, between nodes, and in what lines count. */
export const betweenFaults: readonly Fault[] = [wrongParent, counterDown, openedTwice, runTwice, twoOwners]
