import type { EntityRef } from '../event/event.ts'
import type { Finding } from '../signature/finding.ts'
import type { Where } from '../source/source.ts'
import { fingerprint } from './build/fingerprint.ts'
import { printable } from './escape.ts'
import type { Time } from './report.ts'
import { isoTime, readableTime } from './time.ts'
import { nameOf } from './wording/names.ts'
import { wordFinding } from './wording.ts'

/** A finding that is certain before the end; the report will have it too, perhaps with more entities. */
export interface StandingFinding {
  readonly code: string
  /** As in the report's id, unless the end adds entities of another kind. */
  readonly fingerprint: string
  readonly severity: Finding['severity']
  readonly title: string
  readonly entities: readonly EntityRef[]
  readonly first: Time
  /** Its earliest evidence. */
  readonly where: Where | null
}

export function wordStanding(finding: Finding): StandingFinding {
  const { code, severity, entities, first, evidence } = finding
  const { title } = wordFinding(finding, entities)
  return { code, fingerprint: fingerprint(finding), severity, title, entities, first: isoTime(first), where: evidence[0]?.where ?? null }
}

/** One printable line: `HIGH  title (job 443, code, tidb.log:19, 2025-01-07 18:12:53 +08:00)`. */
export function standingLine({ code, severity, title, entities, first, where }: StandingFinding): string {
  const place = where === null ? [] : [`${where.source}:${where.line}`]
  const time = first === null ? [] : [readableTime(first)]
  return printable(`${severity.toUpperCase()}  ${title} (${[...entities.map(nameOf), code, ...place, ...time].join(', ')})`)
}
