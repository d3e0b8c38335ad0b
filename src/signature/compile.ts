import { type Condition, parseCondition } from '../../grammars/condition.ts'
import { readConditionQuickly } from '../../grammars/condition-quick.ts'
import type { Signature } from '../knowledge/contract.ts'
import { meant } from './nearest.ts'
import { type Probe, probe } from './selection.ts'

export interface CompiledCondition {
  readonly tree: Condition
  readonly confidence: 'high' | 'medium' | 'low'
}

/** A signature ready to be matched. */
export class CompiledSignature {
  #fields: readonly string[] | null = null

  /** @param conditions in the order in which they are tried */
  constructor(
    readonly signature: Signature,
    readonly conditions: readonly CompiledCondition[],
    readonly probes: readonly Probe[],
  ) {}

  /** Fields that the conditions count by. */
  get fields(): readonly string[] {
    return (this.#fields ??= [...new Set(this.conditions.flatMap(({ tree }) => countedBy(tree)))])
  }
}

/** A bit for each selection of a signature by its name; beyond 31 selections several share one. */
export function bitOf({ probes }: CompiledSignature, name: string): number {
  return 1 << (probes.findIndex((probe) => probe.name === name) % 31)
}

/** What is wrong, and where: the keys that lead to it, and the offset into the text that stands there. */
export interface CompileProblem {
  readonly path: readonly (string | number)[]
  readonly offset: number
  readonly message: string
}

export type Compiled =
  | { readonly ok: true; readonly compiled: CompiledSignature }
  | { readonly ok: false; readonly problems: readonly CompileProblem[] }

const countAtMost = 10_000
const sameKeys: readonly string[] = ['job', 'task', 'subtask', 'node']

/** Makes a signature ready that was judged before, when `trees` were made of its conditions: a start has no time to judge again. */
export function compiledBefore(signature: Signature, trees: readonly Condition[]): CompiledSignature {
  const conditions = trees.map((tree, i) => ({
    tree,
    confidence: i === 0 ? ownConfidence(signature) : signature.weaker![i - 1]!.confidence,
  }))
  return new CompiledSignature(signature, conditions, probesOf(signature))
}

const ownConfidence = ({ confidence = 'high' }: Signature): CompiledCondition['confidence'] => confidence

function probesOf({ selections }: Signature): readonly Probe[] {
  return Object.entries(selections).map(([name, selection]) => probe(name, selection))
}

/** Compiles a signature whose shape is right (schema.ts). Gives everything that is wrong with its conditions at once. */
export function compile(signature: Signature): Compiled {
  const texts = [
    { path: ['condition'], text: signature.condition, confidence: ownConfidence(signature) },
    ...(signature.weaker ?? []).map(({ condition, confidence }, i) => ({ path: ['weaker', i, 'condition'], text: condition, confidence })),
  ]
  const probes = probesOf(signature)
  const problems: CompileProblem[] = []
  const used = new Set<string>()
  const conditions: CompiledCondition[] = []
  for (const { path, text, confidence } of texts) {
    const quick = readConditionQuickly(text)
    const parsed = quick === null ? parseCondition(text) : { ok: true as const, tree: quick }
    if (parsed.ok) conditions.push({ tree: parsed.tree, confidence })
    const faults = parsed.ok ? [...judge(parsed.tree, probes, used)] : parsed.problems.map(withGuess)
    problems.push(...faults.map(({ offset, message }) => ({ path, offset, message })))
  }
  for (const { name } of conditions.length === texts.length ? probes : []) {
    if (!used.has(name)) problems.push({ path: ['selections', name], offset: 0, message: `no condition uses the selection "${name}"` })
  }
  for (const name of Object.keys(signature.says ?? {})) {
    const names = Object.keys(signature.selections)
    if (!names.includes(name))
      problems.push({ path: ['says', name], offset: 0, message: `there is no selection "${name}"${meant(name, names)}` })
  }
  return problems.length ? { ok: false, problems } : { ok: true, compiled: new CompiledSignature(signature, conditions, probes) }
}

const words = ['and', 'or', 'not', 'count', 'then', 'before', 'within', 'by', 'no', 'after', 'during', 'until', 'for', 'same'] as const

/** A word of the language that is misspelt stands where the parser could not go on. */
function withGuess({ offset, message }: Fault): Fault {
  if (message === 'cannot read ">"') return { offset, message: `${message}; a count is written ">= 3"` }
  const found = /found "([^"]{2,40})"$/.exec(message)?.[1]
  return found === undefined ? { offset, message } : { offset, message: message + meant(found, words) }
}

interface Fault {
  readonly offset: number
  readonly message: string
}

function* judge(tree: Condition, probes: readonly Probe[], used: Set<string>): Generator<Fault> {
  const kinds = new Map(probes.map(({ name, on }) => [name, on]))
  yield* judgePart(tree, kinds, used)
  if (!needsHit(tree, kinds))
    yield { offset: tree.offset, message: 'this condition holds although nothing was found: name a selection that must be there' }
}

function* judgePart(tree: Condition, kinds: ReadonlyMap<string, Probe['on']>, used: Set<string>): Generator<Fault> {
  if (tree.kind === 'selection') {
    used.add(tree.name)
    if (!kinds.has(tree.name))
      yield { offset: tree.offset, message: `there is no selection "${tree.name}"${meant(tree.name, kinds.keys())}` }
    return
  }
  if (tree.kind === 'count' && (tree.least < 1 || tree.least > countAtMost)) {
    yield { offset: tree.offset, message: `a count must be between 1 and ${countAtMost}` }
  }
  if (tree.kind === 'same' && !sameKeys.includes(tree.by))
    yield { offset: tree.offset, message: `"for same ${tree.by}" is not known${meant(tree.by, sameKeys)}: one of ${sameKeys.join(', ')}` }
  for (const part of parts(tree)) yield* judgePart(part, kinds, used)
  for (const part of timedParts(tree)) {
    const untimed = withoutMoment(part, kinds)
    if (untimed)
      yield {
        offset: untimed.offset,
        message: `"${tree.kind === 'missing' ? 'no' : tree.kind === 'same' ? 'for same' : tree.kind}" needs parts that happen at a time; this one does not`,
      }
  }
}

function parts(tree: Condition): readonly Condition[] {
  switch (tree.kind) {
    case 'selection':
      return []
    case 'not':
      return [tree.operand]
    case 'and':
    case 'or':
      return tree.operands
    case 'count':
      return [tree.of]
    case 'then':
    case 'before':
      return [tree.first, tree.second]
    case 'during':
      return [tree.what, tree.from, tree.until]
    case 'same':
      return [tree.of]
    case 'missing':
      return [tree.what, tree.after]
  }
}

const timed: ReadonlySet<Condition['kind']> = new Set(['then', 'before', 'missing', 'count', 'during'])
const timedParts = (tree: Condition): readonly Condition[] => (timed.has(tree.kind) ? parts(tree) : [])

/** What selections of these are about is known in the end alone. */
const atTheEnd: ReadonlySet<Probe['on'] | undefined> = new Set(['history', 'finding', 'version'])

/** The part that has no moments (watcher.ts), if any. */
function withoutMoment(tree: Condition, kinds: ReadonlyMap<string, Probe['on']>): Condition | null {
  if (tree.kind === 'selection') return atTheEnd.has(kinds.get(tree.name)) ? tree : null
  if (tree.kind === 'not' || tree.kind === 'missing') return tree
  if (tree.kind === 'same') return withoutMoment(tree.of, kinds)
  if (tree.kind !== 'and' && tree.kind !== 'or') return null
  return tree.operands.map((operand) => withoutMoment(operand, kinds)).find((found) => found !== null) ?? null
}

/** Whether the condition can only hold when something was met; a version is no trouble by itself. */
function needsHit(tree: Condition, kinds: ReadonlyMap<string, Probe['on']>): boolean {
  switch (tree.kind) {
    case 'selection':
      return kinds.get(tree.name) !== 'version'
    case 'not':
      return false
    case 'and':
      return tree.operands.some((operand) => needsHit(operand, kinds))
    case 'or':
      return tree.operands.every((operand) => needsHit(operand, kinds))
    case 'same':
      return needsHit(tree.of, kinds)
    default:
      return true
  }
}

function countedBy(tree: Condition): readonly string[] {
  const own = (tree.kind === 'count' || tree.kind === 'same') && tree.by !== null ? [tree.by] : []
  return [...own, ...parts(tree).flatMap(countedBy)]
}

/** The selections that a condition wants to be met; those under `not`, and what `no … after` misses, are left out. */
export function wanted(tree: Condition): readonly string[] {
  if (tree.kind === 'selection') return [tree.name]
  if (tree.kind === 'not') return []
  if (tree.kind === 'missing') return wanted(tree.after)
  if (tree.kind === 'during') return [...new Set([...wanted(tree.what), ...wanted(tree.from)])]
  return [...new Set(parts(tree).flatMap(wanted))]
}
