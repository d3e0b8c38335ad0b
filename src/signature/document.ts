import { type Document, LineCounter, parseDocument } from 'yaml'
import type { Signature } from '../knowledge/contract.ts'
import { type CompiledSignature, type CompileProblem, compile } from './compile.ts'
import { selectionSchema, signatureSchema } from './schema.ts'
import { shapeFaults } from './shape-faults.ts'
import { MISSHAPEN, shaped } from './shaped.ts'
import { signatureShape } from './signature-shape.ts'
import { readStraight } from './straight-yaml.ts'
import { strangeNames, type TableNames } from './table-names.ts'

/** Something wrong in a signature file; line and column are 1-based. */
export interface SignatureProblem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

export type LoadedSignature =
  | { readonly ok: true; readonly signature: Signature }
  | { readonly ok: false; readonly problems: readonly SignatureProblem[] }

const TOO_DEEP = 'nested too deep'
const largest = 256 * 1_024
/** Of one file; who mends these may see the others next. */
const mostProblems = 50

/**
 * Reads the text of a signature file (YAML).
 * @param file its name, for messages
 * @param names what selections may name; null where that is not asked
 * @returns the signature, or everything that is wrong with the file, in its order
 */
export function readSignature(text: string, file: string, names: TableNames | null = null): LoadedSignature {
  if (text.length > largest) return refused([{ file, line: 1, column: 1, message: `larger than ${largest / 1_024} KB` }])
  return readGood(text, names) ?? readWithPlaces(text, file, names)
}

/** Most files are right and plainly written: those are read without what it takes to say where something is wrong. */
function readGood(text: string, names: TableNames | null): LoadedSignature | null {
  const read = readStraight(text)
  const signature = read === null ? MISSHAPEN : shaped(signatureShape, read.value)
  const compiled = signature === MISSHAPEN ? null : compile(signature as Signature)
  if (!compiled?.ok || (names !== null && strangeNames(compiled.compiled.signature.selections, names).length > 0)) return null
  return good(compiled.compiled)
}

function good({ signature, conditions }: CompiledSignature): LoadedSignature {
  return { ok: true, signature: { ...signature, trees: conditions.map(({ tree }) => tree) } }
}

function readWithPlaces(text: string, file: string, names: TableNames | null): LoadedSignature {
  const lines = new LineCounter()
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors.map(({ pos, code, message }) => ({ ...place(pos[0]), message: wordings[code] ?? withoutJargon(message) }))
  const tooDeep = broken.find(({ message }) => message === TOO_DEEP)
  if (broken.length) return refused(tooDeep ? [tooDeep] : broken)
  const plain = toPlain(document)
  if ('refusal' in plain) return refused([{ file, line: 1, column: 1, message: plain.refusal }])
  const checked = signatureSchema().safeParse(plain.value)
  const faults = checked.success ? [] : [...shapeFaults(checked.error.issues, plain.value)]
  const signature = checked.data as Signature | undefined
  const compiled = signature && compile(signature)
  if (compiled && !compiled.ok) faults.push(...compiled.problems)
  if (!checked.success) faults.push(...conditionFaults(plain.value))
  if (names !== null) faults.push(...strangeNames(selectionsOf(plain.value), names))
  if (!compiled?.ok || faults.length)
    return refused(faults.map((fault) => ({ ...place(offsetOf(document, text, fault)), message: fault.message })))
  return good(compiled.compiled)
}

/** What is wrong with the conditions of a file whose shape is wrong elsewhere, so that all is told at once. */
function conditionFaults(value: unknown): readonly CompileProblem[] {
  const { selections, condition, weaker } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (typeof selections !== 'object' || selections === null || typeof condition !== 'string') return []
  const askable = Object.entries(selections).map(([name, written]) => [
    name,
    selectionSchema().safeParse(written).success ? written : { event: 'any' },
  ])
  const others = Array.isArray(weaker) && weaker.every((one) => typeof one?.condition === 'string') ? weaker : []
  const compiled = compile({ selections: Object.fromEntries(askable), condition, weaker: others } as unknown as Signature)
  return compiled.ok ? [] : compiled.problems
}

function refused(problems: readonly SignatureProblem[]): LoadedSignature {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1))
  const next = sorted[mostProblems]
  if (!next) return { ok: false, problems: sorted }
  const more = `and ${sorted.length - mostProblems} more problems from here on`
  return { ok: false, problems: [...sorted.slice(0, mostProblems), { ...next, message: more }] }
}

/** For who has never heard of the library that reads YAML. */
const wordings: Readonly<Partial<Record<string, string>>> = {
  MULTIPLE_DOCS: 'a second document begins here: a file holds one signature',
}

function withoutJargon(message: string): string {
  return message.startsWith('Maximum call stack') ? TOO_DEEP : message
}

function selectionsOf(value: unknown): Readonly<Record<string, unknown>> {
  const { selections } = (value ?? {}) as Readonly<Record<string, unknown>>
  return typeof selections === 'object' && selections !== null ? (selections as Readonly<Record<string, unknown>>) : {}
}

/** Aliases are allowed, but not so many that a small file becomes a large object. */
function toPlain(document: Document): { readonly value: unknown } | { readonly refusal: string } {
  try {
    return { value: document.toJS({ maxAliasCount: 20 }) }
  } catch (error) {
    return { refusal: withoutJargon((error as Error).message) }
  }
}

/** Where a fault stands in the file: at the key for a key, inside the text for a text on one line, else at the nearest thing above it. */
function offsetOf(document: Document, text: string, { path, offset, message }: CompileProblem): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    const range = (node as { range?: readonly number[] | null } | null | undefined)?.range
    if (!range) continue
    const start = range[0]!
    if (length < path.length || offset === 0) return message.startsWith('unknown key') ? keyOffset(text, start, path) : start
    const quoted = text[start] === '"' || text[start] === "'" ? 1 : 0
    return text[start] === '|' || text[start] === '>' ? start : Math.min(start + quoted + offset, range[1]!)
  }
  return 0
}

/** The value's offset is known; its key is the last one of that name before it. */
function keyOffset(text: string, valueStart: number, path: readonly (string | number)[]): number {
  const at = text.lastIndexOf(String(path.at(-1)), valueStart)
  return at < 0 ? valueStart : at
}
