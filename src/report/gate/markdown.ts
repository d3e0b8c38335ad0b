import { markdown, markdownCode } from '../escape.ts'
import { shortened } from './cut.ts'
import type { GatePrinter, JudgedFinding, Judgement } from './judgement.ts'
import { wordAdvice, wordDoubt, wordFlake, wordOutcome, wordStanding } from './words.ts'

/** A comment of GitHub holds 65,536 characters. */
const MOST = 60_000
const FULL = 20
const EVIDENCE = 3
const LONGEST_LINE = 300
const MARKS = { pass: '✅ pass', fail: '❌ fail', unclear: '⚠️ unclear' } as const

/** For a comment on a pull request, an issue, or a job summary. */
export const gateMarkdown: GatePrinter = (judgement) => {
  const { outcome, findings, doubts } = judgement
  const failing = findings.filter(({ fails }) => fails)
  const others = findings.filter(({ fails }) => !fails)
  const head = [`### tidb-triage: ${MARKS[outcome]}`, '', markdown(wordOutcome(judgement)), '']
  const tail = [
    ...(outcome === 'fail' ? doubts.slice(0, FULL).map((doubt) => `- Not certain: ${markdown(wordDoubt(doubt))}`) : []),
    ...flakyRows(judgement),
    ...baselineRows(judgement),
    ...wordAdvice(judgement).map((line) => (line.startsWith('tidb-triage ') ? `    ${line}` : `${markdown(line)}\n`)),
  ]
  const room = MOST - head.join('\n').length - tail.join('\n').length
  return `${[...head, ...fitting(blocks(failing, others), findings.length, Math.max(1_000, room)), ...tail].join('\n').trimEnd()}\n`
}

/** Made one by one: of many only those are worth making that there is room for. */
function* blocks(failing: readonly JudgedFinding[], others: readonly JudgedFinding[]): Generator<string> {
  for (const one of failing) yield section(one)
  for (const [i, one] of others.entries()) yield i === 0 ? `${ROWS}\n${row(one)}` : row(one)
}

/** As many blocks as there is room for, and how many are left out. */
function fitting(blocks: Iterable<string>, all: number, room: number): readonly string[] {
  const kept: string[] = []
  let used = 0
  for (const block of blocks) {
    used += block.length + 1
    if (used > room) return [...kept, `\n${all - kept.length} more are left out here.`, '']
    kept.push(block)
  }
  return [...kept, '']
}

function section(one: JudgedFinding): string {
  const { finding, fingerprint, reason, flake } = one
  const facts = [`**${finding.severity}**`, markdown(reason), markdown(wordStanding(one)), ...(flake ? [markdown(wordFlake(flake))] : [])]
  const issues = (finding.knownIssue?.issues ?? []).map((issue) => `[#${issue}](https://github.com/pingcap/tidb/issues/${issue})`)
  return [
    `#### ${markdown(shortened(finding.title, LONGEST_LINE))}`,
    '',
    `${[...facts, ...issues].join(' · ')} · ${markdownCode(fingerprint)}`,
    '',
    ...finding.evidence
      .slice(0, EVIDENCE)
      .map(
        ({ where, text }) =>
          `- ${markdownCode(`${where.source}:${where.line}`)} ${markdownCode(shortened(text.split('\n')[0]!, LONGEST_LINE))}`,
      ),
    '',
    markdown(finding.remedy.replace(/\s+/g, ' ').trim()),
    '',
  ].join('\n')
}

const ROWS = '| let pass | severity | why |\n| --- | --- | --- |'

function row(one: JudgedFinding): string {
  const { title, severity } = one.finding
  return `| ${markdown(shortened(title, LONGEST_LINE))} | ${severity} | ${markdown(shortened(wordStanding(one), LONGEST_LINE))} |`
}

function flakyRows({ flaky }: Judgement): readonly string[] {
  if (flaky.length === 0) return []
  const told = (one: Judgement['flaky'][number]): string =>
    `- ${markdownCode([one.package, one.test].filter(Boolean).join(' '))} ${wordFlake(one)}`
  return [
    '**Flaky in this run**',
    '',
    ...flaky.slice(0, FULL).map(told),
    ...(flaky.length > FULL ? [`- and ${flaky.length - FULL} more`] : []),
    '',
  ]
}

function baselineRows({ expired, vanished }: Judgement): readonly string[] {
  const named = ({ title, fingerprint }: Judgement['expired'][number]): string => markdown(shortened(title || fingerprint, LONGEST_LINE))
  return [
    ...expired
      .slice(0, FULL)
      .map((entry) => `- Ran out on ${entry.expires}: ${named(entry)}${entry.owner === '' ? '' : ` (${markdown(entry.owner)})`}`),
    ...vanished.slice(0, FULL).map((entry) => `- In the baseline, not in this run: ${named(entry)}`),
    ...(expired.length + vanished.length > 0 ? [''] : []),
  ]
}
