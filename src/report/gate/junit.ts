import { xml } from '../escape.ts'
import { leftOut, shortened } from './cut.ts'
import type { GatePrinter, JudgedFinding } from './judgement.ts'
import { wordDoubt, wordFlake, wordOutcome, wordStanding } from './words.ts'

/** Testcases that are written; Jenkins keeps every one in its memory. */
const MOST = 10_000
const LONGEST = 4_000
const LONGEST_MESSAGE = 500

/**
 * JUnit XML as Jenkins, GitLab and Bazel read it: a testcase for each finding, failed or skipped, and one for the run as a whole, so that
 * a run without findings has a test that passed.
 */
export const gateJunit: GatePrinter = (judgement) => {
  const { findings, outcome, doubts, report } = judgement
  const shown = findings.slice(0, MOST)
  const failures = shown.filter(({ fails }) => fails).length
  const errors = Number(outcome === 'unclear')
  const whole =
    outcome === 'unclear'
      ? `<error message="${attribute(wordOutcome(judgement))}" type="unclear">${xml(doubts.map(wordDoubt).join('\n'))}</error>`
      : `<system-out>${xml([wordOutcome(judgement), leftOut(findings.length, shown.length)].join('\n').trim())}</system-out>`
  const skipped = shown.length - failures
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tidb-triage" tests="${shown.length + 1}" failures="${failures}" errors="${errors}">`,
    `  <testsuite name="tidb-triage gate" tests="${shown.length + 1}" failures="${failures}" errors="${errors}" skipped="${skipped}">`,
    `    <properties><property name="version" value="${attribute(report.tool.version)}"/></properties>`,
    `    <testcase classname="tidb-triage" name="the run as a whole">${whole}</testcase>`,
    ...shown.map(testcase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testcase(one: JudgedFinding): string {
  const { finding, fails, reason } = one
  const message = attribute(finding.title)
  const result = fails
    ? `<failure message="${message}" type="${attribute(`${finding.severity} ${reason}`)}">${xml(body(one))}</failure>`
    : `<skipped message="${attribute(wordStanding(one))}"/>`
  return `    <testcase classname="tidb-triage.${attribute(finding.code)}" name="${attribute(`${finding.title} [${finding.id}]`)}">${result}</testcase>`
}

function body(one: JudgedFinding): string {
  const { finding, flake } = one
  const lines = finding.evidence.map(({ where, text }) => `${where.source}:${where.line}  ${text}`)
  return shortened([finding.explanation, ...(flake ? [wordFlake(flake)] : []), ...lines, finding.remedy].join('\n'), LONGEST)
}

function attribute(text: string): string {
  return xml(shortened(text, LONGEST_MESSAGE))
}
