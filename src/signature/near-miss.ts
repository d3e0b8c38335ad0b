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

/** What of a condition was met, and what stands in its way, in words. */
export interface Gap {
  readonly met: readonly string[]
  readonly lacks: readonly string[]
}

/** Of the parts that a condition needs, at least so many were met and at least this share. */
const LEAST_MET = 2
const LEAST_SHARE = 0.5

/** Whether so much was met that it is worth a word. */
export function isNear({ met, lacks }: Gap): boolean {
  return met.length >= LEAST_MET && met.length / (met.length + lacks.length) >= LEAST_SHARE
}

/** The nearest first: least lacking, then most met. */
export function compareGaps(a: Gap, b: Gap): number {
  return a.lacks.length - b.lacks.length || b.met.length - a.met.length
}

/**
 * How far a condition is from holding. Counts, orders and spans are not measured: where all that is needed was seen, they are what lacks.
 * @param isMet whether a selection was met
 */
export function gapOf(condition: Condition, isMet: (selection: string) => boolean): Gap {
  const gap = walk(condition, isMet)
  return gap.lacks.length > 0 ? gap : { met: gap.met, lacks: ['it was not often enough, or not in that order'] }
}

function walk(tree: Condition, isMet: (selection: string) => boolean): Gap {
  const all = (parts: readonly Condition[]): Gap => {
    const gaps = parts.map((part) => walk(part, isMet))
    return { met: unique(gaps.flatMap(({ met }) => met)), lacks: unique(gaps.flatMap(({ lacks }) => lacks)) }
  }
  switch (tree.kind) {
    case 'selection':
      return isMet(tree.name) ? { met: [tree.name], lacks: [] } : { met: [], lacks: [`${tree.name} was not seen`] }
    case 'and':
      return all(tree.operands)
    case 'or':
      return tree.operands.map((operand) => walk(operand, isMet)).sort(compareGaps)[0]!
    case 'not':
      return {
        met: [],
        lacks: namesIn(tree.operand)
          .filter(isMet)
          .map((name) => `${name} speaks against it`),
      }
    case 'count':
      return all([tree.of])
    case 'then':
    case 'before':
      return all([tree.first, tree.second])
    case 'during':
      return all([tree.what, tree.from])
    case 'same':
      return walk(tree.of, isMet)
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
