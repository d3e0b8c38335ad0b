import type { EntityRef } from '../event/event.ts'
import type { Finding } from '../signature/finding.ts'
import type { Problem } from '../source/source.ts'
import { unsignedWording, type Wording } from './wording/detected.ts'
import { fillNames } from './wording/names.ts'

/** The words of a finding: the signature's own, its names filled in, or those of the detector that found it. */
export function wordFinding(finding: Finding, kin: readonly EntityRef[]): Wording {
  const { signature } = finding
  if (signature === null) return unsignedWording(finding, kin)
  const fill = (text: string): string => fillNames(text.trim(), kin, finding.nodes)
  return { title: fill(signature.title), explanation: fill(signature.explanation), remedy: fill(signature.remedy) }
}

const PROBLEMS: Readonly<Record<Problem['code'], string>> = {
  'archive-cut': 'The archive ends before its end mark; it was read as far as it goes. Export it again if what you look for is missing.',
  'archive-damaged': 'The archive is damaged (a checksum or its structure is wrong); it was read as far as it goes. Copy it again.',
  'archive-limit':
    'The archive nests too deep, holds too many members or expands too far; the rest was not read. Unpack it and name the logs.',
  'archive-unsupported': 'The archive cannot be unpacked here (encrypted, or a format that is not read). Unpack it and name the logs.',
  binary: 'Not text, so no log: it was skipped. Name the log files.',
  empty: 'Empty: there is nothing in it. Check how it was exported.',
  unreadable: 'It could not be read. Check that it is a file and that you may read it.',
  'line-too-long': 'A line was longer than the limit; its rest was skipped.',
  'not-utf8': 'Some bytes are no UTF-8 and were replaced.',
  'json-damaged': 'The JSON ends early or is damaged; it was read as far as it goes. Export it again.',
}

/** A sentence on what is wrong with an input and what to do, with the detail where there is one. */
export function wordProblem(problem: Problem): string {
  return problem.detail === '' ? PROBLEMS[problem.code] : `${PROBLEMS[problem.code]} (${problem.detail})`
}
