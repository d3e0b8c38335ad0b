import type { Instant } from '../entry/entry.ts'
import type { Crash } from '../event/event.ts'
import type { Signature } from '../knowledge/contract.ts'
import type { Replayed, Step } from '../replay/history.ts'
import type { ReportInput } from '../report/build.ts'
import type { Finding } from '../signature/finding.ts'

/** A made-up run for tests of the report: one job, one task, two subtasks, a crash, a signature that explains a violation. */
export function sampleInput(): ReportInput {
  return {
    replayed: sampleReplayed(),
    findings: [violation, signatureFinding],
    crashes: [crash],
    coverage: {
      bytes: 4096,
      lines: 40,
      entries: 12,
      goReports: 1,
      strays: 8,
      testLines: 0,
      recognised: 10,
      unrecognised: 2,
      skipped: { bytes: 0, sources: 0 },
      interrupted: null,
      problems: [],
    },
    sources: [
      {
        name: 'b/tidb.log',
        node: 'tidb-1',
        envelopes: ['cri', 'cri', 'ansi'],
        order: 'ascending',
        bytes: 4096,
        lines: 40,
        entries: 12,
        strays: 8,
        first: at(0),
        last: at(9),
        version: 'v9.1.0',
        truncated: false,
        gaps: [],
      },
    ],
    version: '0.0.0',
    minCoverage: 0.1,
  }
}

/** Seconds after a fixed start, in a zone east of Greenwich. */
export function at(seconds: number): Instant {
  return { ms: Date.UTC(2025, 0, 7, 10, 12, 53, 968) + seconds * 1000, zone: 480 }
}

const where = (line: number) => ({ source: 'b/tidb.log', line })

const job = { kind: 'job', id: '77' } as const
const task = { kind: 'task', id: '9' } as const
const subtask = { kind: 'subtask', id: '12' } as const

const step = (seconds: number, from: string | null, to: string, more: Partial<Step> = {}): Step => {
  return { time: at(seconds), from, to, event: `moved-to-${to}`, where: where(seconds + 1), course: 'normal', count: 1, ...more }
}

export const violation: Finding = {
  code: 'illegal-subtask-step',
  kind: 'violation',
  severity: 'high',
  confidence: 'medium',
  entities: [subtask],
  nodes: ['tidb-1'],
  first: at(5),
  last: at(5),
  count: 1,
  evidence: [{ where: where(6), time: at(5), text: 'subtask went back', role: 'violation' }],
  signature: null,
  arguments: { machine: 'subtask', from: 'succeed', to: 'running', legal: 'reverting' },
  causedBy: ['made-up-lock'],
}

const signature: Signature = {
  id: 'made-up-lock',
  title: 'The lock of the made-up engine is held by this process',
  category: 'livelock',
  severity: 'medium',
  status: 'tested',
  selections: {},
  condition: 'lock',
  per: 'task',
  explanation: 'An earlier attempt of task {task} left the lock behind. Every new attempt finds it taken.',
  remedy: 'Restart the tidb-server on {node}. Or run ADMIN CANCEL DDL JOBS {job}.',
  falsePositives: [],
  notToBeConfusedWith: [],
  mayAccompany: [],
  knownIssue: { issues: [58776], pullRequests: [58778], affected: 'Builds of 2025.', affectedVersions: [], fixedIn: [] },
}

export const signatureFinding: Finding = {
  code: 'made-up-lock',
  kind: 'signature',
  severity: 'medium',
  confidence: 'high',
  entities: [task],
  nodes: ['tidb-1'],
  first: at(3),
  last: at(8),
  count: 3,
  evidence: [
    { where: where(9), time: at(8), text: 'lock \u001b[31mtaken\u001b[0m', role: 'lock' },
    { where: where(4), time: at(3), text: 'lock taken', role: 'lock' },
  ],
  signature,
  arguments: {},
  causedBy: [],
}

const frame = { func: 'example.org/db/ddl.(*ctx).paused', package: 'example.org/db/ddl', file: '/src/ddl/reorg.go', line: 104, args: '...' }

const crash: Crash = {
  kind: 'panic',
  message: 'runtime error: invalid memory address or nil pointer dereference',
  node: 'tidb-1',
  time: at(9),
  count: 1,
  signal: { name: 'SIGSEGV', code: '0x1', addr: '0x10', pc: '0x3e358f1' },
  goroutine: { id: '720', state: 'running' },
  goroutines: 1,
  frames: [frame],
  rootFrame: { func: frame.func, package: frame.package, file: frame.file, line: frame.line },
  hints: ['argument 2 of paused is nil (0x0)'],
  nilArguments: [{ func: frame.func, argument: 2 }],
  createdBy: null,
  buckets: [],
  blockedOn: [],
  tests: [],
  where: where(30),
  complete: true,
  fingerprint: 'go:v1:0',
  endedProcess: true,
  text: 'panic: …',
}

function sampleReplayed(): Replayed {
  const record = (
    ref: Replayed['entities'][number]['ref'],
    kin: Replayed['entities'][number]['kin'],
    attributes: Record<string, string>,
  ) => {
    return { ref, kin, attributes, nodes: ['tidb-1'], first: at(0), last: at(8), events: 4 }
  }
  const history = { node: null, ended: false, assumptions: [], violations: [] }
  return {
    histories: [
      {
        ...history,
        machine: 'schema-state',
        entity: job,
        states: ['write only'],
        steps: [step(2, 'none', 'write only')],
        verdict: 'conforming',
      },
      {
        ...history,
        machine: 'job',
        entity: job,
        states: ['running'],
        steps: [step(0, null, 'queueing'), step(2, 'queueing', 'running')],
        verdict: 'conforming-if',
      },
      {
        ...history,
        machine: 'subtask',
        entity: subtask,
        states: ['running'],
        steps: [
          step(1, null, 'pending'),
          step(2, 'pending', 'running', { event: 'subtask.run-started', count: 3 }),
          step(5, 'succeed', 'running', { event: 'subtask.run-started', course: 'illegal' }),
        ],
        verdict: 'violating',
      },
    ],
    breaches: [],
    entities: [
      record(subtask, { task: '9' }, { step: 'read-index', lastError: 'lock taken' }),
      record({ kind: 'subtask', id: '3' }, { task: '9' }, {}),
      record(task, { job: '77' }, { type: 'backfill', key: 'ddl/backfill/77' }),
      record(job, {}, { type: 'add index /* ingest */', table: 'sbtest1', errorCount: '2', rowCount: 'many' }),
    ],
    nodes: [
      {
        id: 'tidb-1',
        versions: ['v9.1.0'],
        lives: [{ start: at(0), end: at(9), endedBy: 'crash' }],
        ddlOwner: [{ from: at(0), to: null }],
        clock: { against: 'tidb-0', leastMs: -3_000, mostMs: -1_500 },
      },
    ],
    versions: ['v9.1.0'],
    troubles: [],
  }
}
