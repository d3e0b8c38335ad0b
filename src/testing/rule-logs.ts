import type { Event } from '../event/event.ts'
import { travel } from '../journey.ts'
import type { Subject } from '../knowledge/contract.ts'
import { nodeKinds, noteShows, subjects } from '../knowledge/index.ts'
import { limits } from '../knowledge/limits.ts'
import { regular } from '../knowledge/regular.ts'
import { Replay } from '../replay/replay.ts'
import { nodeName } from '../source/node-name.ts'
import type { Source } from '../source/source.ts'

/** Lines of one node: seconds since the log's beginning, then `LEVEL file message key=value …` as TiDB prints them. */
export type Said = readonly [at: number, level: 'INFO' | 'WARN' | 'ERROR', file: string, message: string, fields?: Fields]
type Fields = Readonly<Record<string, string | number>>
/** By node. */
export type Logs = Readonly<Record<string, readonly Said[]>>

const BEGIN = Date.UTC(2026, 0, 20, 6)
const ZONE = 8 * 3_600_000

/** What a node prints of itself: its version, and the versions of the schema that it loads, one after the other. */
export function ordinary(version = 'v8.5.1'): readonly Said[] {
  const loads = Array.from({ length: 8 }, (_, i): Said => {
    const fields = { isV2: 'false', currentSchemaVersion: 90 + i, neededSchemaVersion: 91 + i }
    return [1 + i / 10, 'INFO', 'domain.go', 'diff load InfoSchema success', fields]
  })
  return [[0, 'INFO', 'printer.go', 'Welcome to TiDB.', { 'Release Version': version, Edition: 'Community' }], ...loads]
}

/** The same logs, but that some of what was loaded in between is not there: so are other lines. */
export function withLosses(logs: Logs): Logs {
  const lossy = (lines: readonly Said[]): readonly Said[] => lines.filter((_, i) => i !== 3 && i !== 6)
  return Object.fromEntries(Object.entries(logs).map(([node, lines]) => [node, lossy(lines)]))
}

/** What is said against some logs: ids of the rules that they break, and machines whose course they leave. */
export async function brokenIn(logs: Logs, tables: readonly Subject[] = subjects): Promise<string[]> {
  const events: Event[] = []
  const audience = { literals: [], minders: null, event: (event: Event) => void events.push(event), crash: () => {}, failed: () => {} }
  const { survey } = await travel({ sources: sourcesOf(logs) }, audience)
  const replay = new Replay(tables, { nodeKinds, noteShows, limits, regular })
  for (const event of events) replay.see(event)
  const { breaches, histories } = replay.close(survey.coverageView())
  return [
    ...breaches.map(({ invariant }) => invariant.id),
    ...histories.flatMap(({ machine, violations }) => violations.map(() => machine)),
  ]
}

/** The tables without one rule. */
export function withoutRule(id: string): readonly Subject[] {
  return subjects.map((subject) => ({ ...subject, invariants: subject.invariants.filter((rule) => rule.id !== id) }))
}

/** A job as its string; what is not given is that of a job that adds an index and is at its reorganisation. */
export function jobString(
  job: Partial<Record<'type' | 'state' | 'schema' | 'rows' | 'errors' | 'snapshot' | 'tail', string | number>> = {},
) {
  const { type = 'add index', state = 'running', schema = 'write reorganization', rows = 0, errors = 0, snapshot = 0, tail = '' } = job
  return (
    `ID:105, Type:${type}, State:${state}, SchemaState:${schema}, SchemaID:2, TableID:104, RowCount:${rows}, ArgLen:0, ` +
    `start time: 2026-01-20 14:00:02.5 +0800 CST, Err:<nil>, ErrCount:${errors}, SnapshotVersion:${snapshot}${tail}`
  )
}

async function* sourcesOf(logs: Logs): AsyncGenerator<Source> {
  for (const [node, lines] of Object.entries(logs)) {
    const text = lines.map((line) => `${printed(line)}\n`).join('')
    const name = `${node}.log`
    yield {
      ...{ name, node: nodeName(name), packing: [], problems: [] },
      async *chunks() {
        yield Buffer.from(text)
      },
    }
  }
}

function printed([at, level, file, message, fields = {}]: Said): string {
  const time = new Date(BEGIN + ZONE + at * 1_000).toISOString().replaceAll('-', '/').replace('T', ' ').replace('Z', ' +08:00')
  const all = Object.entries(fields).map(([key, value]) => `[${quoted(key)}=${quoted(String(value))}]`)
  return [`[${time}]`, `[${level}]`, `[${file}:100]`, `["${message}"]`, ...all].join(' ')
}

function quoted(text: string): string {
  return /^[\w.:/+-]+$/.test(text) ? text : JSON.stringify(text)
}
