import { UserError } from '../errors.ts'
import type { ReportFinding } from '../report/report.ts'

/** Severities from the least to the gravest. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const

export type Severity = (typeof SEVERITIES)[number]

/** What a run must not show. */
export interface Policy {
  /** Findings this grave or graver fail. */
  readonly failOn: Severity
  /** Whatever the baseline does not know fails, however slight. */
  readonly failOnNew: boolean
  /** What the baseline knows does not fail. */
  readonly newOnly: boolean
  /** A test that passed in another attempt of the run does not fail. */
  readonly allowFlaky: boolean
  /** Least share (0 to 1) of the lines that must be understood. */
  readonly minCoverage: number
  readonly allow: readonly Allowance[]
  /** More findings than that, of those that are not let pass, fail; null: there is no limit. */
  readonly maxFindings: number | null
}

/** What `--allow code@entity` lets pass; a star stands for any characters. */
export interface Allowance {
  readonly code: string
  readonly entity: string | null
}

/** @param text `code` or `code@entity`, the entity as `443`, `job:443` or `TestAddIndex*` @throws UserError when it has no code */
export function parseAllowance(text: string): Allowance {
  const at = text.indexOf('@')
  const [code, entity] = at < 0 ? [text.trim(), null] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  if (code !== '' && entity !== '') return { code, entity }
  throw new UserError(
    `--allow '${text}' names no ${code === '' ? 'code' : 'entity'}.`,
    "Write a finding's code, with what it is about where only that is meant: 'test-failure@TestAddIndex*', 'stall@job:443'.",
  )
}

export function isAllowed({ code, entities }: Pick<ReportFinding, 'code' | 'entities'>, allowances: readonly Allowance[]): boolean {
  return allowances.some(
    (allowance) =>
      fits(allowance.code, code) &&
      (allowance.entity === null ||
        entities.some(({ kind, id }) => fits(allowance.entity!, id) || fits(allowance.entity!, `${kind}:${id}`))),
  )
}

export function isGrave(severity: string, from: Severity): boolean {
  return SEVERITIES.indexOf(severity as Severity) >= SEVERITIES.indexOf(from)
}

/** Whether a text is what a pattern with stars says. Each piece is looked for behind the one before: no pattern makes it slow. */
function fits(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return text === head
  const tail = rest.pop()!
  if (!text.startsWith(head)) return false
  let at = head.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.length - tail.length >= at && text.endsWith(tail)
}
