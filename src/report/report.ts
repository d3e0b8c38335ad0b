import type { CallerCount } from '../entry/strangers.ts'
import type { Crash, EntityRef } from '../event/event.ts'
import type { Verdict } from '../replay/history.ts'
import type { Unchecked } from '../signature/unchecked.ts'
import type { Where } from '../source/source.ts'
import type { Interrupted, Skipped } from './coverage-input.ts'

/** The report, exactly as `--format json` prints it (report.schema.json). Plain, sorted, serialisable: the same input gives the same bytes. */
export interface Report {
  readonly schemaVersion: '1'
  readonly tool: { readonly name: 'tidb-triage'; readonly version: string }
  readonly status: 'clean' | 'findings' | 'inconclusive'
  readonly summary: string
  readonly coverage: {
    readonly sources: number
    readonly bytes: number
    readonly lines: number
    readonly entries: number
    readonly goReports: number
    readonly strays: number
    /** Strays in which a test runner tells of tests. */
    readonly testLines: number
    readonly recognised: number
    readonly unrecognised: number
    /** Of the lines not recognised those of DDL, ingest and distributed-task code, by the file that printed them; only when asked for. */
    readonly unrecognisedCallers?: readonly CallerCount[]
    /** Signatures of which something was met and which need logs that are not there: that they did not fire says nothing. */
    readonly unchecked?: readonly Unchecked[]
    readonly skipped: Skipped
    /** Null for a run that came to its end. */
    readonly interrupted: Interrupted | null
    readonly entities: { readonly judged: number; readonly notJudgeable: number }
    readonly problems: readonly { readonly source: string; readonly code: string; readonly message: string }[]
  }
  readonly sources: readonly ReportSource[]
  /** What test runners said; null where none did. */
  readonly tests: ReportTests | null
  readonly nodes: readonly ReportNode[]
  readonly jobs: readonly ReportJob[]
  readonly tasks: readonly ReportTask[]
  readonly subtasks: readonly ReportSubtask[]
  readonly resources: readonly ReportResource[]
  readonly crashes: readonly ReportCrash[]
  readonly findings: readonly ReportFinding[]
  /** Of an inconclusive report: what its lines say went wrong, the gravest first. */
  readonly errors?: readonly ToldError[]
}

/** An error as a line tells it. */
export interface ToldError {
  readonly where: Where
  readonly time: Time
  readonly text: string
  /** What the line says besides, as far as it can be told; may be empty. */
  readonly message: string
  /** Empty where the line has none. */
  readonly error: string
  /** What is known of the error. */
  readonly meaning: string | null
  /** How many lines said the same. */
  readonly count: number
}

/** ISO 8601 with the zone that the log carried; null when the log carried no time. */
export type Time = string | null

export interface ReportSource {
  readonly name: string
  readonly node: string | null
  readonly envelopes: readonly string[]
  readonly order: 'ascending' | 'descending' | 'mixed' | 'none'
  readonly bytes: number
  readonly lines: number
  readonly entries: number
  readonly strays: number
  readonly firstTime: Time
  readonly lastTime: Time
  readonly version: string | null
  readonly truncated: boolean
  readonly gaps: readonly { readonly from: Time; readonly to: Time }[]
}

export interface ReportTests {
  /** Tests and packages that always passed. */
  readonly passed: number
  /** Tests and packages that failed, and passed in no attempt. */
  readonly failed: number
  readonly skipped: number
  /** What failed at least once, with its package where the text tells it; `test` is empty for a package or target as a whole. */
  readonly failures: readonly { readonly package: string; readonly test: string }[]
  /** Tests that failed and passed within the run; `test` is empty for a package or target as a whole. */
  readonly flaky: readonly { readonly package: string; readonly test: string; readonly passed: number; readonly failed: number }[]
  /** Tests that began, and of whose end nothing is said. */
  readonly unfinished: readonly { readonly source: string; readonly test: string }[]
}

export interface ReportNode {
  readonly id: string
  readonly versions: readonly string[]
  readonly lives: readonly { readonly start: Time; readonly end: Time; readonly endedBy: string }[]
  readonly ddlOwner: readonly { readonly from: Time; readonly to: Time }[]
  /** How its clock differs from another node's, in milliseconds, positive: ahead; null where nothing tells, or they agree. */
  readonly clock: { readonly against: string; readonly leastMs: number | null; readonly mostMs: number | null } | null
}

export interface ReportStep {
  readonly time: Time
  readonly from: string | null
  readonly to: string
  readonly event: string
  readonly where: Where | null
  readonly course: string
  readonly count: number
  /** The machine that made the step; an entity may have several. */
  readonly machine: string
}

interface Judged {
  readonly id: string
  readonly firstSeen: Time
  readonly lastSeen: Time
  readonly verdict: Verdict
  readonly history: readonly ReportStep[]
}

export interface ReportJob extends Judged {
  readonly type: string | null
  readonly state: string | null
  readonly schemaState: string | null
  readonly table: string | null
  readonly query: string | null
  readonly rowCount: number | null
  readonly errorCount: number | null
  readonly lastError: string | null
  readonly tasks: readonly string[]
}

export interface ReportTask extends Judged {
  readonly type: string | null
  readonly key: string | null
  readonly jobId: string | null
  readonly state: string | null
  readonly step: string | null
  readonly lastError: string | null
  readonly subtasks: readonly string[]
}

export interface ReportSubtask extends Judged {
  readonly taskId: string | null
  readonly step: string | null
  readonly state: string | null
  readonly nodes: readonly string[]
  readonly attempts: number
  readonly lastError: string | null
}

export interface ReportResource {
  readonly kind: string
  readonly id: string
  readonly jobId: string | null
  readonly node: string | null
  readonly state: string | null
  readonly verdict: Verdict
  readonly history: readonly ReportStep[]
}

export interface ReportCrash extends Omit<Crash, 'time' | 'text' | 'nilArguments'> {
  readonly time: Time
  /** What it cut into; null when its process survived. */
  readonly story: ReportStory | null
}

export interface ReportStory {
  /** Of the process that it ended; null where no line tells of it. */
  readonly life: ReportNode['lives'][number] | null
  readonly running: readonly {
    readonly entity: EntityRef
    readonly state: string
    /** The last step before the crash that TiDB's design allows. */
    readonly lastLegal: Pick<ReportStep, 'time' | 'to' | 'event' | 'where'> | null
  }[]
}

export interface ReportFinding {
  readonly id: string
  readonly code: string
  readonly kind: string
  readonly severity: string
  readonly confidence: string
  readonly title: string
  readonly explanation: string
  readonly entities: readonly EntityRef[]
  readonly nodes: readonly string[]
  readonly first: Time
  readonly last: Time
  readonly count: number
  readonly evidence: readonly { readonly where: Where; readonly time: Time; readonly text: string; readonly role: string }[]
  readonly knownIssue: {
    readonly issues: readonly number[]
    readonly pullRequests: readonly number[]
    readonly affected: string
    readonly fixedIn: readonly string[]
    readonly running: string | null
    readonly state: 'affected' | 'should-be-fixed' | 'unknown'
  } | null
  readonly remedy: string
  readonly causedBy: readonly string[]
  /** What led to it, itself and what came of it, in the order in which it happened; empty for what follows from another finding. */
  readonly chain: readonly ReportLink[]
}

export interface ReportLink {
  readonly time: Time
  readonly text: string
  /** Null for what no single line tells. */
  readonly where: Where | null
  readonly count: number
}

/** How wide and how colourful the output may be. */
export interface Look {
  readonly width: number
  readonly color: boolean
}

/** One way to print a report: a pure function, its name is the `--format` option. */
export interface Reporter {
  readonly name: string
  print(report: Report, look: Look): string
}
