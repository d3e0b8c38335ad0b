import type { Crash, FailedTests } from '../event/event.ts'
import { travel } from '../journey.ts'
import type { ClockRecord, History } from '../replay/history.ts'
import { derive } from '../signature/derive.ts'
import { type Line, print } from '../simulate/cluster/line.ts'
import type { Logs } from '../simulate/logs.ts'
import { nodeName } from '../source/node-name.ts'
import type { Source } from '../source/source.ts'

/** Something that was said against the cluster. */
export interface Alarm {
  readonly code: string
  /** `violation` of a machine, `invariant`, or what a detector found. */
  readonly kind: string
  readonly entities: readonly string[]
  /** The lines that it names, by their places among all events. */
  readonly events: readonly number[]
}

/** What was made of some logs. */
export interface Observed {
  readonly histories: readonly History[]
  readonly alarms: readonly Alarm[]
  readonly clocks: readonly { readonly node: string; readonly clock: ClockRecord | null }[]
  /** The place of each line among all events, by `node:line` counted from 0. */
  readonly placeOf: (node: string, line: number) => number | undefined
}

/** Goes the way of every log, from bytes to what the replay says; nothing is handed over but the text. */
export async function observe(logs: Logs): Promise<Observed> {
  const places = new Map<string, number>()
  const crashes: Crash[] = []
  const failures: FailedTests[] = []
  const { replay, survey } = await travel(
    { sources: sourcesOf(logs) },
    {
      literals: [],
      minders: null,
      event: ({ where }) => void places.set(`${where.source}:${where.line}`, places.size),
      crash: (crash) => crashes.push(crash),
      failed: (failed) => failures.push(failed),
    },
  )
  const replayed = replay.close(survey.coverageView())
  const findings = derive(replayed, { crashes, failures, detections: replay.detections() })
  const alarms = findings.map(({ code, kind, entities, evidence }): Alarm => {
    const named = evidence.filter(({ role }) => role !== 'last good step')
    const events = named.flatMap(({ where }) => places.get(`${where.source}:${where.line}`) ?? [])
    return { code, kind, entities: entities.map(({ kind, id }) => `${kind} ${id}`), events }
  })
  const clocks = replayed.nodes.map(({ id, clock }) => ({ node: id, clock }))
  return { histories: replayed.histories, alarms, clocks, placeOf: (node, line) => places.get(`${node}.log:${line + 1}`) }
}

async function* sourcesOf(logs: Logs): AsyncGenerator<Source> {
  for (const { node, lines } of logs) {
    const name = `${node}.log`
    yield {
      ...{ name, node: nodeName(name), packing: [], problems: [] },
      async *chunks() {
        yield Buffer.from(lines.map(textOf).join(''))
      },
    }
  }
}

/** Most lines of a mutant are those of the healthy run: they are printed once. */
const printed = new WeakMap<Line, string>()

function textOf(line: Line): string {
  const known = printed.get(line)
  if (known !== undefined) return known
  const text = `${print(line)}\n`
  printed.set(line, text)
  return text
}
