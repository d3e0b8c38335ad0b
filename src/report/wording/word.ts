import type { Finding } from '../../signature/finding.ts'

/** What a finding says to a person. */
export interface Wording {
  readonly title: string
  readonly explanation: string
  readonly remedy: string
}

/** @param subject what it is about, in words */
export type Word = (finding: Finding, subject: string) => Wording

/** What a finding tells under a name, or what is said where it does not. */
export function argument(finding: Finding, name: string, otherwise = 'unknown'): string {
  const value = finding.arguments[name]
  return value === undefined || value === '' ? otherwise : value
}

/** What can be done about what nobody has described yet. */
export const ASK =
  'No signature knows this failure. Compare the evidence with the open issues of pingcap/tidb, or report it there with this report attached.'
