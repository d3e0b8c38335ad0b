import type { EntityRef } from '../event/event.ts'
import type { Finding } from '../signature/finding.ts'
import type { Problem } from '../source/source.ts'
import { unsignedWording } from './wording/detected.ts'
import { fillNames } from './wording/names.ts'
import type { Wording } from './wording/word.ts'

/** The words of a finding: the signature's own, its names filled in, or those of the detector that found it. */
export function wordFinding(finding: Finding, kin: readonly EntityRef[]): Wording {
  const { signature } = finding
  if (signature === null) return unsignedWording(finding, kin)
  const fill = (text: string): string => fillNames(text.trim(), kin, finding.nodes)
  return { title: fill(signature.title), explanation: fill(signature.explanation), remedy: fill(signature.remedy) }
}

/** By problem: what is wrong, to be followed by the detail, and what became of the input and can be done. */
const PROBLEMS: Readonly<Record<Problem['code'], readonly [what: string, then: string]>> = {
  'archive-cut': ['Cut short', 'It was read as far as it goes; export it again if what you look for is missing.'],
  'archive-damaged': ['Damaged', 'It was read as far as it goes; copy or export it again.'],
  'archive-limit': ['Nested too deep, too many members, or expanding too far', 'The rest was not read; unpack it and name the logs.'],
  'archive-unsupported': ['Not to be unpacked here', 'Unpack it and name the logs.'],
  binary: ['Not text, so no log', 'It was skipped; name the log files.'],
  empty: ['Empty', 'Check how it was exported.'],
  unreadable: ['Not readable', 'Check that it is a file and that you may read it.'],
  'line-too-long': ['Lines longer than the limit', 'Their ends were skipped.'],
  'not-utf8': ['Bytes that are no UTF-8', 'They were replaced.'],
  'json-damaged': ['Damaged JSON', 'It was read as far as it goes; export it again.'],
}

/** A sentence on what is wrong with an input, with the detail where there is one, and one on what became of it and what to do. */
export function wordProblem({ code, detail }: Problem): string {
  const [what, then] = PROBLEMS[code]
  return `${what}${detail === '' ? '' : `: ${detail}`}. ${then}`
}
