import type { DdlJob } from './ddl-job.ts'

/**
 * One job whose fields are those known here, in their order, up to its end or over the `; ` to the next one. Lazy in `Err` alone, behind
 * which a fixed text must follow: linear.
 */
const JOB = new RegExp(
  String.raw`ID:(-?\d+), Type:([^,;]*), State:([^,;]*), SchemaState:([^,;]*), SchemaID:(-?\d+), TableID:(-?\d+), RowCount:(-?\d+), ` +
    String.raw`ArgLen:(-?\d+), start time:([^,;]*), Err:([^]*?), ErrCount:(-?\d+), SnapshotVersion:(\d+)(?:, LocalMode:([^,;]*))?` +
    '(?:, Version:([^,;]*))?(?:, UniqueWarnings:([^,;]*))?(?:, Multi-Schema Change:([^,;]*))?(?:, Revertible:([^,;]*))?' +
    '(?:$|; ?$|; (?=ID:))',
  'y',
)

/** Names of the groups from the 13th on: fields that come and go with the versions of TiDB. */
const TAILS = ['LocalMode', 'Version', 'UniqueWarnings', 'MultiSchemaChange', 'Revertible'] as const

type Writable = { -readonly [name in keyof DdlJob]: DdlJob[name] }

/**
 * Job strings as TiDB prints them, without an error that looks like a job's end; the same jobs as the grammar's (ddl-job.ts) at a tenth of
 * its cost.
 * @returns null for any other text: the grammar must read it
 */
export function readJobsQuickly(text: string): readonly DdlJob[] | null {
  const jobs: DdlJob[] = []
  for (let at = 0; at < text.length; at = JOB.lastIndex) {
    JOB.lastIndex = at
    const found = JOB.exec(text)
    if (found === null || found[10]!.includes('ErrCount:')) return null
    jobs.push(jobOf(found))
  }
  return jobs.length === 0 ? null : jobs
}

function jobOf(found: RegExpExecArray): DdlJob {
  const job: Writable = {
    ID: found[1]!,
    Type: trimmed(found[2]!),
    State: trimmed(found[3]!),
    SchemaState: trimmed(found[4]!),
    SchemaID: found[5]!,
    TableID: found[6]!,
    RowCount: found[7]!,
    ArgLen: found[8]!,
    StartTime: trimmed(found[9]!),
    Err: found[10]!,
    ErrCount: found[11]!,
    SnapshotVersion: found[12]!,
  }
  for (let i = 0; i < TAILS.length; i++) {
    const value = found[13 + i]
    if (value !== undefined) job[TAILS[i]!] = trimmed(value)
  }
  return job
}

/** Calls the runtime only where an end is not visible ASCII. */
function trimmed(word: string): string {
  const start = word.charCodeAt(0) === 0x20 ? 1 : 0
  return isVisible(word.charCodeAt(start)) && isVisible(word.charCodeAt(word.length - 1))
    ? start === 0
      ? word
      : word.slice(1)
    : word.trim()
}

function isVisible(code: number): boolean {
  return code > 0x20 && code < 0x7f
}
