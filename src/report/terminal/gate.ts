import type { JudgedFinding, Judgement } from '../gate/judgement.ts'
import { wordAdvice, wordDoubt, wordFlake, wordOutcome, wordStanding } from '../gate/words.ts'
import type { Look } from '../report.ts'
import { counted } from '../wording/names.ts'
import { leadingSentences } from '../wording/summary.ts'
import { Canvas } from './canvas.ts'
import { severityStyle } from './severity.ts'

/** What fails is told in full, up to so many; the files that the gate writes have all. */
const FULL = 10
const BRIEF = 20
const EVIDENCE = 2

/** For people who look at a CI log: what failed, what is new, what is known, what to do. */
export function printGate(judgement: Judgement, look: Look): string {
  const canvas = new Canvas(look)
  const { paint } = canvas
  const { findings, doubts, outcome } = judgement
  const mark = {
    pass: { word: 'PASS', style: paint.bold.green },
    fail: { word: 'FAIL', style: paint.bold.red },
    unclear: { word: 'UNCLEAR', style: paint.bold.yellow },
  }[outcome]
  canvas.line(mark.word, 0, mark.style)
  canvas.paragraph(wordOutcome(judgement))
  const failing = findings.filter(({ fails }) => fails)
  const others = findings.filter(({ fails }) => !fails)
  if (failing.length > 0) canvas.heading('Fails')
  for (const one of failing.slice(0, FULL)) drawFull(one, canvas)
  if (failing.length > FULL) canvas.line(`and ${failing.length - FULL} more`, 2, paint.dim)
  if (others.length > 0) canvas.heading('Let pass')
  for (const one of others.slice(0, BRIEF)) canvas.line(`${one.finding.title}  ${one.fingerprint}  ${wordStanding(one)}`, 2)
  if (others.length > BRIEF) canvas.line(`and ${others.length - BRIEF} more`, 2, paint.dim)
  drawFlaky(judgement, canvas)
  drawBaseline(judgement, canvas)
  if (outcome === 'fail' && doubts.length > 0) {
    canvas.heading('Not certain')
    for (const doubt of doubts.slice(0, BRIEF)) canvas.paragraph(wordDoubt(doubt), 2)
  }
  const advice = wordAdvice(judgement)
  if (advice.length > 0) canvas.heading('What to do')
  // A command is copied: it must stay in one piece.
  for (const line of advice) line.startsWith('tidb-triage ') ? canvas.line(line, 4) : canvas.paragraph(line, 2)
  return canvas.text()
}

function drawFull(one: JudgedFinding, canvas: Canvas): void {
  const { finding, fingerprint, reason, flake } = one
  const { paint } = canvas
  canvas.cells(
    [
      [finding.severity.toUpperCase(), severityStyle(paint, finding.severity)],
      [finding.title, paint.bold],
    ],
    2,
  )
  const facts = [fingerprint, reason, wordStanding(one), ...(flake === null ? [] : [wordFlake(flake)])]
  canvas.line(facts.join(' · '), 4, paint.dim)
  for (const { where, text } of finding.evidence.slice(0, EVIDENCE)) canvas.line(`${where.source}:${where.line}  ${text.split('\n')[0]}`, 4)
  canvas.paragraph(leadingSentences(finding.remedy, 200), 4)
}

function drawFlaky({ flaky }: Judgement, canvas: Canvas): void {
  if (flaky.length === 0) return
  canvas.heading('Flaky')
  for (const { package: name, test, ...rate } of flaky.slice(0, BRIEF))
    canvas.line(`${[name, test].filter(Boolean).join(' ')}  ${wordFlake(rate)}`, 2)
  if (flaky.length > BRIEF) canvas.line(`and ${flaky.length - BRIEF} more`, 2, canvas.paint.dim)
}

function drawBaseline({ expired, vanished }: Judgement, canvas: Canvas): void {
  if (expired.length + vanished.length === 0) return
  canvas.heading('Baseline')
  for (const { fingerprint, title, expires, owner } of expired.slice(0, BRIEF))
    canvas.line(`ran out on ${expires}: ${title || fingerprint}${owner === '' ? '' : ` (${owner})`}`, 2)
  if (vanished.length > 0)
    canvas.line(
      `${counted(vanished.length, 'entry', 'entries')} not seen in this run: ${vanished
        .slice(0, 3)
        .map(({ title, fingerprint }) => title || fingerprint)
        .join('; ')}${vanished.length > 3 ? '; …' : ''}`,
      2,
    )
}
