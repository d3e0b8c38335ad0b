import type { Line } from '../../simulate/cluster/line.ts'
import { type Logs, processOf } from '../../simulate/logs.ts'

/** A number that is stored and only grows, whatever lines were lost. */
interface Counter {
  readonly name: string
  readonly kind: string
  /** Whose it is. */
  readonly of: (line: Line) => string
  /** True when it is kept in memory, and begins anew with the process. */
  readonly remembered?: true
  readonly value: (line: Line) => number
}

const jobOf = ({ fields }: Line): string => /^ID:\d+, Type:[^,]+/.exec(String(fields.job))?.[0] ?? ''

const COUNTERS: readonly Counter[] = [
  {
    name: 'error count (model-ddl-ingest section 4, I4)',
    kind: 'job.step-start',
    of: jobOf,
    value: ({ fields }) => Number(/ErrCount:(\d+)/.exec(String(fields.job))?.[1] ?? Number.NaN),
  },
  {
    name: 'schema version (I24)',
    kind: 'schema-version.synced',
    of: ({ fields }) => /^ID:\d+/.exec(String(fields.job))?.[0] ?? '',
    value: ({ fields }) => Number(fields.ver),
  },
  {
    name: 'version acknowledged (I23)',
    remembered: true,
    kind: 'mdl.acknowledged',
    of: ({ node, fields }) => `${node} ${fields.jobID}`,
    value: ({ fields }) => Number(fields.version),
  },
]

/** Nothing of this sort comes after the proof that a task has ended (model-dxf section 7, I1). */
const ENDED = {
  after: ['task.cleanup', 'task.reverted'],
  never: ['scheduler.started', 'executor.started', 'task.subtasks-scheduled', 'task.step-switch'],
}

/**
 * The first rule between lines that does not hold, of those that no lost line can excuse; null where all hold.
 * Two lines of different nodes have an order only when they are further apart than the nodes' clocks may be.
 */
export function brokenRule(logs: Logs, skewMs: number): string | null {
  const lines = logs.flatMap((log) => log.lines.filter(({ row }) => row !== null))
  for (const { name, kind, of, value, remembered } of COUNTERS) {
    const own = lines.filter(({ row }) => row?.kind === kind)
    const whose = (line: Line): string => (remembered === true ? `${of(line)} ${processOf(line, logs)}` : of(line))
    const wentDown = (line: Line, other: Line): boolean =>
      whose(other) === whose(line) && isAfter(other, line, logs, skewMs) && value(other) < value(line)
    if (own.some((line) => own.some((other) => wentDown(line, other)))) return name
  }
  if (isWrittenTwice(lines.filter(({ row }) => row?.kind === 'job.created'))) return 'a job written twice (model-ddl-ingest 1.1)'
  const ends = lines.filter(({ row }) => ENDED.after.includes(row!.kind))
  const begins = lines.filter(({ row }) => ENDED.never.includes(row!.kind))
  const again = begins.some((line) =>
    ends.some((end) => end.fields['task-id'] === line.fields['task-id'] && isAfter(line, end, logs, skewMs)),
  )
  return again ? 'a task after its end (model-dxf section 7, I1)' : null
}

/** The same line of the same instant was collected twice; another one tells of the same job anew. */
function isWrittenTwice(lines: readonly Line[]): boolean {
  const whose = ({ fields }: Line): string => /^ID:\d+, .*?start time: [^,]*/.exec(String(fields.jobs))?.[0].replace(/Type:.*, /, '') ?? ''
  return lines.some((line, i) =>
    lines.slice(0, i).some((other) => whose(other) === whose(line) && Math.floor(other.ms) !== Math.floor(line.ms)),
  )
}

function isAfter(line: Line, other: Line, logs: Logs, skewMs: number): boolean {
  if (line.node !== other.node) return line.ms - other.ms > skewMs
  const { lines } = logs.find(({ node }) => node === line.node)!
  return lines.indexOf(line) > lines.indexOf(other)
}
