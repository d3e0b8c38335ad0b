import type { ErrorRow, ExplanationRow, Signature } from '../../knowledge/contract.ts'
import type { Invariant } from '../../knowledge/rules.ts'
import { handlingText } from '../../signature/reminders.ts'
import type { Machine } from '../model/machine.ts'
import { ruleText } from '../model/rule.ts'
import type { Look } from '../report.ts'
import { Canvas } from '../terminal/canvas.ts'
import { knownIssueLines } from './known-issue.ts'
import { drawSignature } from './signature.ts'

type Meaning =
  | { readonly what: 'signature'; readonly signature: Signature }
  | { readonly what: 'explanation'; readonly row: ExplanationRow }
  | { readonly what: 'error'; readonly row: ErrorRow }
  | { readonly what: 'invariant'; readonly invariant: Invariant }
  | { readonly what: 'state'; readonly state: string; readonly machines: readonly Machine[] }

/** Everything that a word means, one under the other. */
export function meaningText(meanings: readonly Meaning[], look: Look): string {
  const canvas = new Canvas(look)
  for (const [i, meaning] of meanings.entries()) {
    if (i > 0) canvas.blank()
    draw(meaning, canvas)
  }
  return canvas.text()
}

function draw(meaning: Meaning, canvas: Canvas): void {
  switch (meaning.what) {
    case 'signature':
      drawSignature(meaning.signature, canvas)
      break
    case 'explanation':
      drawExplanation(meaning.row, canvas)
      break
    case 'error':
      drawError(meaning.row, canvas)
      break
    case 'invariant':
      drawInvariant(meaning.invariant, canvas)
      break
    case 'state':
      drawState(meaning.state, meaning.machines, canvas)
  }
}

function drawExplanation({ id, title, at, where, explanation, remedy, knownIssue }: ExplanationRow, canvas: Canvas): void {
  canvas.line(title, 0, canvas.paint.bold)
  canvas.paragraph(`${id} · prints nothing of its own: thought of at ${at.join(', ')}, if ${where}`)
  canvas.heading('What it means')
  canvas.paragraph(explanation, 2)
  canvas.heading('What to do')
  canvas.paragraph(remedy, 2)
  knownIssueLines(canvas, knownIssue)
}

function drawError(row: ErrorRow, canvas: Canvas): void {
  canvas.line(['Error', row.code, ...row.names.map((name) => `· ${name}`)].join(' '), 0, canvas.paint.bold)
  canvas.paragraph(row.what)
  const handling = handlingText(row)
  if (handling !== '') canvas.paragraph(handling)
  canvas.heading('What to do')
  canvas.paragraph(row.remedy, 2)
  if (row.issues) canvas.paragraph(`pingcap/tidb: ${row.issues.map((issue) => `#${issue}`).join(', ')}`, 2)
  canvas.paragraph(row.cite, 2, canvas.paint.dim)
}

function drawInvariant(invariant: Invariant, canvas: Canvas): void {
  canvas.line(`${invariant.id} · a rule · ${invariant.severity} when it is broken`, 0, canvas.paint.bold)
  canvas.paragraph(ruleText(invariant))
  canvas.heading('Why')
  canvas.paragraph(invariant.because, 2)
  canvas.paragraph(invariant.cite, 2, canvas.paint.dim)
}

function drawState(state: string, machines: readonly Machine[], canvas: Canvas): void {
  for (const { name, states, transitions } of machines) {
    canvas.line(`${state} · a state of the machine ${name}`, 0, canvas.paint.bold)
    canvas.paragraph(character(state, states), 2)
    const rows = transitions.filter(({ from, to }) => from === state || to === state)
    for (const { from, to, course, cite, provedBy } of rows) {
      canvas.line(`${from ?? '(new)'} → ${to} (${course})`, 2)
      const shown = provedBy.map(({ texts }) => texts.map((text) => `"${text}"`).join(', ')).join(', ')
      canvas.paragraph(shown === '' ? 'TiDB prints nothing for it' : shown, 4)
      canvas.paragraph(cite, 4, canvas.paint.dim)
    }
  }
}

function character(state: string, { initial, resting, final }: Machine['states']): string {
  if (final.includes(state)) return 'Nothing comes after it.'
  if (resting.includes(state)) return 'Silence is normal in it.'
  return initial.includes(state) ? 'It begins there; something is due to follow.' : 'Something is due to follow.'
}
