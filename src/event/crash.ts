import { parseGoReport } from '../../grammars/go-report/index.ts'
import type { GoReportPart, GoStack } from '../../grammars/go-report/tree.ts'
import { recoveredMessage } from '../entry/embedded.ts'
import type { GoReportText } from '../entry/entry.ts'
import type { BlameLists } from '../knowledge/contract.ts'
import { frameToBlame, programOf } from './blame.ts'
import { blockedOn } from './blocked.ts'
import { buckets, toFrame } from './bucket.ts'
import { baseOf, type CrashBase } from './crash-base.ts'
import { type Cause, causeOf, isAskedFor } from './crash-cause.ts'
import { fingerprint } from './crash-fingerprint.ts'
import { nilArguments, nilHint, raisedFor } from './crash-hints.ts'
import { buildRace } from './crash-race.ts'
import type { Bucket, Crash } from './event.ts'

export interface ReadReport {
  readonly crashes: readonly Crash[]
  /** Tests that the report says failed, also when nothing crashed. */
  readonly failedTests: readonly string[]
}

/**
 * @param report lines of one Go report; several crashes in it are told apart
 * @param blame which frames can be blamed
 * @returns in the order of the text; none when the lines hold no report after all
 */
export function buildCrashes(report: GoReportText, blame: BlameLists): readonly Crash[] {
  return readReport(report, blame).crashes
}

/** As `buildCrashes`, with the tests that the text says failed. */
export function readReport(report: GoReportText, blame: BlameLists): ReadReport {
  const parsed = parseGoReport(report.lines, report.repeats)
  if (!parsed.ok) return { crashes: [], failedTests: [] }
  const { tree } = parsed
  const crashes = tree.parts.flatMap((part, i): Crash[] => {
    if (tree.failed.length > 0 && isOfError(part)) return []
    const base = baseOf(report, tree, i)
    const crash = part.race ? buildRace(part.race, base, blame) : build(part, base, report, blame)
    return crash ? [{ ...crash, complete: crash.complete && !report.isCut }] : []
  })
  return { crashes, failedTests: tree.failed }
}

/** The stack of an error, as `%+v` prints it: what a failed test asserts carries those. */
function isOfError({ heads, signal, goroutines, race, profile, leak }: GoReportPart): boolean {
  if (heads.length > 0 || signal !== null || race !== null || profile !== null || leak) return false
  return goroutines.every(({ id, stack: { frames } }) => id === null && frames.every((it) => it.args === '' && !it.func.includes('panic')))
}

function build(part: GoReportPart, base: CrashBase, report: GoReportText, blame: BlameLists): Crash | null {
  const found = causeOf(part)
  if (!found) return null
  const cause = { ...found, message: found.message ?? saidElsewhere(report, part, found) }
  const stack = cause.crashing?.stack ?? null
  const frames = stack?.frames.map(toFrame) ?? []
  const root = frameToBlame(frames, blame)
  const nils = nilArguments({ ...cause, signal: part.signal }, frames, blame)
  const program = programOf([...frames, ...(stack?.createdBy ? [stack.createdBy] : [])], blame)
  const groups = part.profile ? profileBuckets(part.profile) : buckets(part.goroutines, cause.crashing)
  return {
    ...base,
    ...(program === null ? {} : { program }),
    kind: cause.kind,
    endedProcess: base.endedProcess && (cause.kind !== 'dump' || part.heads.some((head) => head.kind === 'killed')),
    message: cause.message,
    signal: part.signal,
    goroutine: cause.crashing?.id ? { id: cause.crashing.id, state: cause.crashing.state } : null,
    goroutines: part.profile?.total ?? part.goroutines.reduce((sum, { count }) => sum + count, 0),
    frames,
    rootFrame: root && { func: root.func, package: root.package, file: root.file, line: root.line },
    hints: [
      ...[raisedFor(cause.message, frames)].filter((hint) => hint !== null),
      ...nils.map(nilHint),
      ...cause.later.map((text) => `panicked again on the way up: ${text}`),
    ],
    nilArguments: nils,
    createdBy: stack?.createdBy ?? null,
    buckets: groups,
    blockedOn: blockedOn(groups, blame),
    complete: isComplete(cause, part, stack),
    // of a stack that overflowed some versions of Go print the lower end, too
    fingerprint: fingerprint(
      frames.length ? [frames.slice(0, stack?.elidedAt ?? frames.length)] : groups.map((group) => group.frames),
      blame,
    ),
  }
}

/** What was recovered, as the entry says that the stack stands in, or the line above a stack that the program printed itself. */
function saidElsewhere({ embeddedIn, above = '', at }: GoReportText, part: GoReportPart, { kind, crashing }: Cause): string | null {
  if (embeddedIn) return recoveredMessage(embeddedIn)
  if (kind !== 'panic' || at[part.at] !== at[0] || !isAskedFor(crashing?.stack.frames[0]?.func ?? '')) return null
  const said = /(?:panic|recover)[^:]{0,40}: (\S.*)$/i.exec(above)?.[1] ?? above.trim()
  return said === '' ? null : said
}

function profileBuckets(profile: NonNullable<GoReportPart['profile']>): readonly Bucket[] {
  const untold = { state: '', waited: { least: 0, most: 0 }, createdBy: null, locks: [], ids: [] }
  return profile.buckets.map(({ count, stack }) => ({ ...untold, count, frames: stack.frames.map(toFrame) }))
}

/** Whether both ends are there: a cause (a dump needs none), and a file under the last function of every stack. */
function isComplete(cause: Cause, part: GoReportPart, crashing: GoStack | null): boolean {
  const isOfNone = cause.crashing === null && part.goroutines.length > 0
  if (cause.kind !== 'dump' && (cause.message === null || (cause.kind !== 'deadlock' && !isOfNone && !crashing?.frames.length)))
    return false
  if (part.goroutines.some((goroutine) => goroutine.id === null) && !part.heads.length && cause.message === null) return false
  return part.goroutines.every(({ stack }) => stack.frames.at(-1)?.file !== '' && stack.createdBy?.file !== '')
}
