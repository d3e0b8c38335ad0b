import type { Selection, Signature } from '../../knowledge/contract.ts'
import type { Look } from '../report.ts'
import { Canvas } from '../terminal/canvas.ts'
import { numbers } from '../wording/known-issue.ts'
import { knownIssueLines } from './known-issue.ts'

const ORDER = ['critical', 'high', 'medium', 'low', 'info']

/** All signatures, the gravest first. */
export function signatureList(signatures: readonly Signature[], look: Look): string {
  const canvas = new Canvas(look)
  const rows = [...signatures]
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || (a.id < b.id ? -1 : 1))
    .map(({ severity, id, title, status, knownIssue }) => [
      severity,
      id,
      status === 'draft' ? 'draft' : '',
      numbers(knownIssue?.issues ?? []),
      title,
    ])
  canvas.table(['severity', 'signature', '', 'pingcap/tidb', 'what it is'], rows, 0)
  canvas.blank()
  canvas.line(`${rows.length} signatures`)
  return canvas.text()
}

/** One signature, whole. */
export function signatureText(signature: Signature, look: Look): string {
  const canvas = new Canvas(look)
  drawSignature(signature, canvas)
  return canvas.text()
}

export function drawSignature(signature: Signature, canvas: Canvas): void {
  canvas.line(signature.title, 0, canvas.paint.bold)
  canvas.line(`${signature.id} · ${signature.severity} · ${signature.category} · ${signature.status}`)
  paragraphs(canvas, 'What it means', [signature.explanation])
  paragraphs(canvas, 'What to do', [signature.remedy])
  if (signature.knownIssue) knownIssueLines(canvas, signature.knownIssue)
  canvas.heading('When it fires')
  canvas.paragraph(`${signature.confidence ?? 'high'} confidence: ${signature.condition}`, 2)
  for (const { condition, confidence } of signature.weaker ?? []) canvas.paragraph(`${confidence} confidence: ${condition}`, 2)
  for (const [name, selection] of Object.entries(signature.selections)) {
    canvas.line(name, 2, canvas.paint.bold)
    canvas.paragraph(selectionText(selection), 4)
  }
  paragraphs(canvas, 'Not to be confused with', signature.notToBeConfusedWith)
  paragraphs(canvas, 'Known to be wrong where', signature.falsePositives)
}

function paragraphs(canvas: Canvas, title: string, texts: readonly string[]): void {
  if (texts.length === 0) return
  canvas.heading(title)
  for (const text of texts) canvas.paragraph(text, 2)
}

function selectionText(selection: Selection): string {
  const [[kind, what]] = Object.entries(selection) as [[string, unknown]]
  if (kind === 'crash' || kind === 'history' || kind === 'finding' || kind === 'version') return `${kind} ${plain(what)}`
  return Object.entries(selection)
    .map(([name, value]) => `${name}: ${name === 'text' ? [value].flat().map(quoted).join(' or ') : plain(value)}`)
    .join('; ')
}

/** A text may hold anything. */
const quoted = (text: unknown): string => `“${String(text)}”`

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(' or ')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${plain(inner)}`)
    .join(', ')
}
