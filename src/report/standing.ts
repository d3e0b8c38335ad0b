import type { EntityRef } from '../event/event.ts'
import type { Finding } from '../signature/finding.ts'
import type { Where } from '../source/source.ts'
import type { Time } from './report.ts'
import { isoTime } from './time.ts'
import { wordFinding } from './wording.ts'

/** A finding that is certain before the end; the report will have it too, perhaps with more entities. */
export interface StandingFinding {
  readonly code: string
  readonly severity: Finding['severity']
  readonly title: string
  readonly entities: readonly EntityRef[]
  readonly first: Time
  /** Its earliest evidence. */
  readonly where: Where | null
}

export function wordStanding(finding: Finding): StandingFinding {
  const { code, severity, entities, first, evidence } = finding
  return { code, severity, title: wordFinding(finding, entities).title, entities, first: isoTime(first), where: evidence[0]?.where ?? null }
}
