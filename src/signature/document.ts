import { type Document, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Signature } from '../knowledge/contract.ts'
import { type CompileProblem, compile } from './compile.ts'
import { nearest } from './nearest.ts'
import { selectionSchema, signatureSchema } from './schema.ts'

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

const largest = 256 * 1_024

/**
 * Reads the text of a signature file (YAML).
 * @param file its name, for messages
 * @returns the signature, or everything that is wrong with the file, in its order
 */
export function readSignature(text: string, file: string): LoadedSignature {
  const lines = new LineCounter()
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  if (text.length > largest) return refused([{ file, line: 1, column: 1, message: `larger than ${largest / 1_024} KB` }])
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors.map(({ pos, message }) => ({ ...place(pos[0]), message }))
  if (broken.length) return refused(broken)
  const shaped = toPlain(document)
  if ('refusal' in shaped) return refused([{ file, line: 1, column: 1, message: shaped.refusal }])
  const checked = signatureSchema.safeParse(shaped.value)
  const faults = checked.success ? [] : checked.error.issues.flatMap(unfold).flatMap((issue) => describe(issue, shaped.value))
  const signature = checked.data as Signature | undefined
  const compiled = signature && compile(signature)
  if (compiled && !compiled.ok) faults.push(...compiled.problems)
  if (!checked.success) faults.push(...conditionFaults(shaped.value))
  if (!compiled?.ok || faults.length)
    return refused(faults.map((fault) => ({ ...place(offsetOf(document, text, fault)), message: fault.message })))
  return { ok: true, signature: { ...compiled.compiled.signature, trees: compiled.compiled.conditions.map(({ tree }) => tree) } }
}

/** What is wrong with the conditions of a file whose shape is wrong elsewhere, so that all is told at once. */
function conditionFaults(value: unknown): readonly CompileProblem[] {
  const { selections, condition, weaker } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (typeof selections !== 'object' || selections === null || typeof condition !== 'string') return []
  const askable = Object.entries(selections).map(([name, written]) => [
    name,
    selectionSchema.safeParse(written).success ? written : { event: 'any' },
  ])
  const others = Array.isArray(weaker) && weaker.every((one) => typeof one?.condition === 'string') ? weaker : []
  const compiled = compile({ selections: Object.fromEntries(askable), condition, weaker: others } as unknown as Signature)
  return compiled.ok ? [] : compiled.problems
}

const refused = (problems: readonly SignatureProblem[]): LoadedSignature => ({
  ok: false,
  problems: [...problems].sort((a, b) => a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1)),
})

/** Aliases are allowed, but not so many that a small file becomes a large object. */
function toPlain(document: Document): { readonly value: unknown } | { readonly refusal: string } {
  try {
    return { value: document.toJS({ maxAliasCount: 20 }) }
  } catch (error) {
    return { refusal: (error as Error).message }
  }
}

/** An alternative that failed is described by the branch that came nearest: the one with the fewest complaints below its top. */
function unfold(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const branches = issue.errors.filter((errors) => errors.some(({ path, code }) => path.length > 0 || code !== 'invalid_type'))
  const nearestBranch = branches.sort((a, b) => a.length - b.length)[0]
  if (!nearestBranch) return [issue]
  return nearestBranch.flatMap((inner) => unfold({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue))
}

function describe(issue: z.core.$ZodIssue, root: unknown): readonly CompileProblem[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], offset: 0, message: `unknown key "${key}"${meant(key, path)}` }))
  }
  const missing =
    path.length > 0 && path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root) === undefined
  if (missing) return [{ path, offset: 0, message: `"${path.join('.')}" is missing` }]
  return [{ path, offset: 0, message: path.length ? `${path.join('.')}: ${issue.message}` : issue.message }]
}

const keysAt: readonly { readonly under: RegExp; readonly keys: readonly string[] }[] = [
  { under: /^$/, keys: Object.keys(signatureSchema.shape) },
  { under: /^selections\.[^.]+$/, keys: ['event', 'text', 'fields', 'level', 'crash', 'history', 'finding', 'version'] },
  { under: /^selections\.[^.]+\.crash$/, keys: ['kind', 'message', 'frames', 'root', 'nilArgument'] },
  { under: /^selections\.[^.]+\.history$/, keys: ['machine', 'state', 'verdict'] },
  { under: /^selections\.[^.]+\.(?:fields\..+|crash\.message)$/, keys: ['equals', 'contains', 'startsWith', 'matches', 'above', 'below'] },
  { under: /^knownIssue$/, keys: ['issues', 'pullRequests', 'affected', 'affectedVersions', 'fixedIn'] },
  { under: /^weaker\.\d+$/, keys: ['condition', 'confidence'] },
]

function meant(key: string, path: readonly (string | number)[]): string {
  const keys = keysAt.find(({ under }) => under.test(path.join('.')))?.keys ?? []
  const guess = nearest(key, keys)
  return guess === null ? '' : `; did you mean "${guess}"?`
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
