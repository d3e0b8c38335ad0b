import type { Era } from './contract.ts'
import { parseVersion, RELEASE_CANDIDATE } from './versions.ts'

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

const places = new Map<Era, number>()
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
  const place = findPlace(`v${parsed.major}.${parsed.minor}`)
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

/** Place of an era of the tables; kept, because rows are asked for with every event. */
function placeOf(era: Era): number {
  let place = places.get(era)
  if (place === undefined) places.set(era, (place = findPlace(era)))
  return place
}

/** Place of an era among `eras`; one that is not listed has the place of the newest that is older. */
function findPlace(era: Era): number {
  return eras.findLastIndex((it) => compareEras(it, era) <= 0)
}

function doubtOf(era: Era): number {
  return era.startsWith('~') ? 1 : 0
}
