import type { Condition } from '../../grammars/condition.ts'
import type { EntityRef } from '../event/event.ts'
import type { Signature } from '../knowledge/contract.ts'

/** A signature that does not hold, though much of it was met. */
export interface NearMiss {
  readonly signature: Signature
  /** Null where the signature is about no entity. */
  readonly entity: EntityRef | null
  readonly gap: Gap
}

/** What of a condition was met, and what stands in its way. */
export interface Gap {
  /** Selections. */
  readonly met: readonly string[]
  /** Selections that were not met and should be. */
  readonly unseen: readonly string[]
  /** Selections that were met and should not be. */
  readonly against: readonly string[]
}

const NONE: Gap = { met: [], unseen: [], against: [] }

/** Of the parts that a condition needs, at least so many were met and at least this share. */
const LEAST_MET = 2
const LEAST_SHARE = 0.5

/**
 * Whether so much was met that it is worth a word.
 * @param almost how many of the unseen were nearly met
 */
export function isNear({ met, unseen, against }: Gap, almost = 0): boolean {
  // What speaks against it may be of another moment, but then all the rest should have been seen.
  if (against.length > 0 && unseen.length > almost) return false
  const good = met.length + almost
  return good >= LEAST_MET && good / (met.length + unseen.length + against.length) >= LEAST_SHARE
}

/** The nearest first: least lacking, then most met. */
export function compareGaps(a: Gap, b: Gap): number {
  return a.unseen.length + a.against.length - b.unseen.length - b.against.length || b.met.length - a.met.length
}

/**
 * How far a condition is from holding. Counts, orders and spans are not measured: they are what lacks where nothing else does.
 * @param isMet whether a selection was met
 */
export function gapOf(tree: Condition, isMet: (selection: string) => boolean): Gap {
  const all = (parts: readonly Condition[]): Gap => {
    const gaps = parts.map((part) => gapOf(part, isMet))
    return {
      met: unique(gaps.flatMap(({ met }) => met)),
      unseen: unique(gaps.flatMap(({ unseen }) => unseen)),
      against: unique(gaps.flatMap(({ against }) => against)),
    }
  }
  switch (tree.kind) {
    case 'selection':
      return isMet(tree.name) ? { ...NONE, met: [tree.name] } : { ...NONE, unseen: [tree.name] }
    case 'and':
      return all(tree.operands)
    case 'or':
      return tree.operands.map((operand) => gapOf(operand, isMet)).sort(compareGaps)[0]!
    case 'not':
      return { ...NONE, against: namesIn(tree.operand).filter(isMet) }
    case 'count':
      return all([tree.of])
    case 'then':
    case 'before':
      return all([tree.first, tree.second])
    case 'during':
      return all([tree.what, tree.from])
    case 'same':
      return gapOf(tree.of, isMet)
    case 'missing':
      return all([tree.after])
  }
}

function namesIn(tree: Condition): readonly string[] {
  switch (tree.kind) {
    case 'selection':
      return [tree.name]
    case 'and':
    case 'or':
      return tree.operands.flatMap(namesIn)
    case 'count':
    case 'same':
      return [tree.of].flatMap(namesIn)
    default:
      return []
  }
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)]
