import type { Era } from './contract.ts'

/** The eras that the tables tell apart, oldest first. Builds of master after v9.0's branch are named by the year of their sources. */
export const eras: readonly Era[] = [
  ...(['v5.0', 'v5.1', 'v5.2', 'v5.3', 'v5.4', 'v6.0', 'v6.1', 'v6.2', 'v6.3', 'v6.4', 'v6.5', 'v6.6'] as const),
  ...(['v7.0', 'v7.1', 'v7.2', 'v7.3', 'v7.4', 'v7.5', 'v7.6', 'v8.0', 'v8.1', 'v8.2', 'v8.3', 'v8.4', 'v8.5', 'v9.0'] as const),
  ...(['2025', '2025-H2', '2026'] as const),
]

/** Negative when `a` is the older one. A leading `~` (inferred) does not count; eras older than the list compare by their numbers. */
export function compareEras(a: Era, b: Era): number {
  return rankOf(a) - rankOf(b)
}

/** The era that a person names: a version (`8.5`, `v7.5.3`) or the year of a build's sources (`2025-H2`); null when it is neither. */
export function namedEra(text: string): Era | null {
  return eras.find((era) => era === text.toUpperCase()) ?? eraOf(text)
}

/** Whether a row with these bounds, both included, is of an era; bounds that were inferred (`~`) are taken at their word. */
export function isOfEra(era: Era, { since, until }: { readonly since?: Era; readonly until?: Era }): boolean {
  return (since === undefined || compareEras(era, since) >= 0) && (until === undefined || compareEras(era, until) <= 0)
}

function rankOf(era: Era): number {
  const name = era.startsWith('~') ? era.slice(1) : era
  const [major = 0, minor = 0] = name.replace('v', '').split(/\.|-H/).map(Number)
  return major * 100 + minor
}

/** A released or development version, as numbers that compare in order. */
export interface Version {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** alpha 0, beta 1, rc 2, released 3. */
  readonly stage: number
  /** The 2 of `rc.2`; 0 without. */
  readonly round: number
  /** Commits after the tag, the 59 of `v9.0.0-alpha-59-gc199ddf`. */
  readonly commits: number
}

const VERSION = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?![\d.])/
const STAGE = /^-(alpha|beta|rc)(?:\.?(\d{1,4}))?/
const STAGES = ['alpha', 'beta', 'rc']
const RELEASE_CANDIDATE = STAGES.indexOf('rc')
const COMMITS = /-(\d{1,6})-g[0-9a-f]{4,40}(?![0-9a-z])/

/**
 * Reads what TiDB prints as its version: `v8.5.3`, `v7.5.0-alpha`, `v6.7.0-alpha-347-g3f8b0ccd81`, `8.0.11-TiDB-v7.5.0`.
 * @returns null for a bare commit hash, `nightly`, `None`
 */
export function parseVersion(text: string): Version | null {
  const own = text.trim()
  const mysql = own.lastIndexOf('TiDB-')
  const from = mysql < 0 ? own : own.slice(mysql + 'TiDB-'.length)
  const core = VERSION.exec(from)
  if (core === null) return null
  const rest = from.slice(core[0].length)
  const stage = STAGE.exec(rest)
  return {
    major: Number(core[1]),
    minor: Number(core[2]),
    patch: Number(core[3] ?? 0),
    stage: stage === null ? STAGES.length : STAGES.indexOf(stage[1] as string),
    round: Number(stage?.[2] ?? 0),
    commits: Number(COMMITS.exec(rest)?.[1] ?? 0),
  }
}

/** Negative when `a` is the older one; null when one of them cannot be read. alpha < beta < rc < release < commits after the release. */
export function compareVersions(a: string, b: string): number | null {
  const left = parseVersion(a)
  const right = parseVersion(b)
  return left === null || right === null ? null : compareParsed(left, right)
}

function compareParsed(a: Version, b: Version): number {
  const parts = ['major', 'minor', 'patch', 'stage', 'round', 'commits'] as const
  for (const part of parts) if (a[part] !== b[part]) return a[part] - b[part]
  return 0
}

/**
 * Whether a version lies in a range such as `>=v7.5.0-alpha <v7.5.0`; alternatives are separated by `||`.
 * @returns null when the version, or a bound that matters, cannot be read
 */
export function inRange(version: string, range: string): boolean | null {
  const parsed = parseVersion(version)
  if (parsed === null) return null
  const answers = range.split('||').map((part) => holdsAll(parsed, part))
  if (answers.includes(true)) return true
  return answers.includes(null) ? null : false
}

function holdsAll(version: Version, range: string): boolean | null {
  const bounds = range.split(/\s+/).filter((bound) => bound !== '')
  const answers = bounds.map((bound) => holds(version, bound))
  if (answers.includes(false)) return false
  return bounds.length === 0 || answers.includes(null) ? null : true
}

const BOUND = /^(>=|<=|>|<|=)?(.+)$/

function holds(version: Version, bound: string): boolean | null {
  const [, operator = '=', text = ''] = BOUND.exec(bound) ?? []
  const limit = parseVersion(text)
  if (limit === null) return null
  const order = compareParsed(version, limit)
  if (operator === '>=') return order >= 0
  if (operator === '<=') return order <= 0
  if (operator === '>') return order > 0
  if (operator === '<') return order < 0
  return order === 0
}

/** The era of a version, `v7.5` for `v7.5.0-alpha`; null when it cannot be read. An alpha belongs to the release that it became. */
export function eraOf(version: string): Era | null {
  const parsed = parseVersion(version)
  return parsed === null ? null : `v${parsed.major}.${parsed.minor}`
}

/** A stretch of eras, as places in `eras`, both ends included. Equal ones are one object. */
export interface EraSpan {
  readonly from: number
  readonly to: number
}

/** From which era to which a row of the tables holds, both included. */
export interface EraBounds {
  readonly since?: Era | undefined
  readonly until?: Era | undefined
}

const spans = new Map<string, EraSpan>()

/** @param from place in `eras`; what lies outside of the list is the same as its end */
export function spanBetween(from: number, to: number): EraSpan {
  const [low, high] = [Math.max(0, from), Math.min(eras.length - 1, to)]
  const key = `${low}-${high}`
  let span = spans.get(key)
  if (span === undefined) spans.set(key, (span = { from: low, to: high }))
  return span
}

/** Every era: nothing is known. */
export const ANY_ERA = spanBetween(0, eras.length - 1)

/** Builds of v8.5 and later may carry what the tables date by year (model-dxf section 9: the backports of release-8.5 are not separable). */
export const FIRST_LATE = placeOf('v8.5')

/**
 * The eras whose rows a version may have. An alpha or beta was built while its release was being made, and may be as its predecessor.
 * @returns null when it cannot be read
 */
export function spanOf(version: string): EraSpan | null {
  const parsed = parseVersion(version)
  if (parsed === null) return null
  const place = placeOf(`v${parsed.major}.${parsed.minor}`)
  return spanBetween(parsed.stage < RELEASE_CANDIDATE ? place - 1 : place, place >= FIRST_LATE ? eras.length - 1 : place)
}

/**
 * The span of a row. Where a bound was inferred (`~`), one era of doubt is granted (model-ddl-ingest section 5).
 * @param doubt on which side: `with`, the eras that may have it; `without`, those that surely do
 */
export function spanOfRow({ since, until }: EraBounds, doubt: 'with' | 'without'): EraSpan | null {
  const slack = doubt === 'with' ? 1 : -1
  const from = since === undefined ? 0 : placeOf(since) - slack * doubtOf(since)
  const to = until === undefined ? eras.length - 1 : placeOf(until) + slack * doubtOf(until)
  return from > to ? null : spanBetween(from, to)
}

/** Whether some TiDB of the span may have the row. */
export function mayHave(span: EraSpan, row: EraBounds): boolean {
  if (row.since === undefined && row.until === undefined) return true
  const held = spanOfRow(row, 'with')
  return held !== null && held.from <= span.to && span.from <= held.to
}

/** Whether every TiDB of the span has the row. */
export function surelyHas(span: EraSpan, row: EraBounds): boolean {
  const held = spanOfRow(row, 'without')
  return held !== null && held.from <= span.from && span.to <= held.to
}

/** Place of an era among `eras`; one that is not listed has the place of the newest that is older. */
function placeOf(era: Era): number {
  return eras.findLastIndex((it) => compareEras(it, era) <= 0)
}

function doubtOf(era: Era): number {
  return era.startsWith('~') ? 1 : 0
}

/** What messages began with up to ~v7.1; later the same stands in the field `category` (model-ddl-ingest 0.1). */
export const messagePrefixes: readonly string[] = ['[ddl] ', '[ddl-ingest] ', '[ddl-upgrading] ', '[server] ']

/** A message without its era's prefix. */
export function withoutPrefix(message: string): string {
  const prefix = messagePrefixes.find((it) => message.startsWith(it))
  return prefix === undefined ? message : message.slice(prefix.length)
}

/** Files that hold the same code in different eras: a line of one is a line of all (model-ddl-ingest 0.1, model-dxf section 0). */
export const fileFamilies: readonly (readonly string[])[] = [
  ['ddl_worker.go', 'job_worker.go', 'job_table.go', 'job_scheduler.go', 'job_submitter.go'],
  ['ddl.go', 'executor.go'],
  ['domain.go', 'syncer.go', 'loader.go'],
  ['dispatcher_manager.go', 'scheduler_manager.go'],
  ['dispatcher.go', 'scheduler.go', 'task_executor.go'],
  ['backfilling_dispatcher.go', 'backfilling_dist_scheduler.go', 'backfilling_dist_executor.go'],
  ['backend.go', 'backend_mgr.go', 'engine.go', 'engine_mgr.go', 'checkpoint.go'],
  ['local.go', 'region_job.go', 'job_worker.go'],
  ['misc.go', 'wait_group_wrapper.go'],
]

/** Files that many packages have, or that changed sides between eras: they never settle a text alone (model-dxf section 0). */
export const ambiguousFiles: readonly string[] = [
  ...['scheduler.go', 'manager.go', 'task_executor.go', 'dispatcher.go', 'backfilling_dist_scheduler.go'],
  ...['server.go', 'store.go', 'engine.go', 'backend.go', 'syncer.go', 'executor.go', 'bootstrap.go'],
]

/** Whether a line of `file` may be of a row that names `files`; a row without files takes all. */
export function mayBeOf(file: string, files: readonly string[]): boolean {
  if (files.length === 0 || file === '' || files.includes(file)) return true
  return fileFamilies.some((family) => family.includes(file) && files.some((it) => family.includes(it)))
}
