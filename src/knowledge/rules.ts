/** The language of rules over events that are no transition. */

import type { Era } from './contract.ts'

/** An invariant of the reference: `DDL I4` of model-ddl-ingest section 4, `DXF I4` of model-dxf section 7. */
export type InvariantId = `${'DDL' | 'DXF'} I${number}`

/** A field of a line put to a test. What is to be compared as a number and is none passes nothing, not even the opposite. */
export interface FieldTest {
  /** Canonical name; of a line that lacks it, `''` is tested. */
  readonly field: string
  readonly oneOf?: readonly string[]
  readonly contains?: readonly string[]
  /** Another field with the same text. */
  readonly sameAs?: string
  /** A number, or the field that holds one, that it is less than. */
  readonly below?: number | string
  /** The opposite is wanted. */
  readonly not?: true
}

/** Lines of a message kind, or only those of them that pass all tests. */
export type Told = string | { readonly kind: string; readonly where: readonly FieldTest[] }

interface InvariantBase {
  readonly id: string
  /**
   * What lines must share to belong to one instance of the rule: entity kinds, or canonical field names. Of `a|b` the first counts that the
   * line has. Ids that were only inferred do not count.
   */
  readonly per: readonly string[]
  /** Why it holds, and where that is written. */
  readonly because: string
  readonly cite: string
  /** Which invariants of the reference it holds up, wholly or in part. */
  readonly upholds: readonly InvariantId[]
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  /** With a bound the rule looks only at nodes whose version is known and lies inside. */
  readonly since?: Era
  readonly until?: Era
}

/** Takes turns: an `open` on an open one is a breach. A second `open` with the same text at the same time is the same line again. */
export interface PairRule extends InvariantBase {
  readonly rule: 'pair'
  readonly open: readonly Told[]
  readonly close: readonly Told[]
  readonly voidedBy: readonly Told[]
  /** So late after the next `open` a `close` may still be printed, in milliseconds. */
  readonly lateMs: number
}

/**
 * A number in `field`, or the place of its text in `order`, never goes down (with `strict`: always goes up) until one of `resets`. Lines of
 * two nodes are compared when they are further apart than clocks may be.
 */
export interface MonotoneRule extends InvariantBase {
  readonly rule: 'monotone'
  readonly values: readonly Told[]
  /** Canonical name; of `a|b` the first counts that the line has. */
  readonly field: string
  readonly strict?: true
  /** Texts in the order in which they may follow one another, those of one place together; others say nothing. */
  readonly order?: readonly (string | readonly string[])[]
  readonly resets: readonly Told[]
  /** Only values behind one of these are compared, and only with those of their node. */
  readonly from?: readonly Told[]
  /** What was read longer ago may be of another thing with the same id. */
  readonly withinMs?: number
}

/** At most one holds it: while one has it from `open` to `close`, no other begins, but for `graceMs` of overlap that lines of both prove. */
export interface ExclusiveRule extends InvariantBase {
  readonly rule: 'exclusive'
  /** Who holds it: the node, or an id or canonical field of the line. */
  readonly holder: string
  /** It is taken, whatever went before. */
  readonly open: readonly Told[]
  /** It is held, by now at the latest. */
  readonly acts: readonly Told[]
  readonly close: readonly Told[]
  /** It was given up before, nobody knows when. */
  readonly lost: readonly Told[]
  readonly graceMs: number
  /** Who has not been heard of for so long holds it no more. */
  readonly lapseMs?: number
  /** From so many changes between two holders on they hold it beside each other; fewer may be a handing over. */
  readonly turns?: number
  /** A line of `close` proves by itself that it was held all the time: no lost line makes two holders of one. */
  readonly sure?: true
}

/** None of `never` after one of `after`, until one of `unless`. */
export interface NeverAfterRule extends InvariantBase {
  readonly rule: 'never-after'
  readonly after: readonly Told[]
  readonly never: readonly Told[]
  readonly unless: readonly Told[]
  /** What comes so soon after was still under way. */
  readonly graceMs?: number
  /** What comes later than that has nothing to do with it. */
  readonly withinMs?: number
}

/** Each of `first` is followed by one of `next` within `ms`, unless the log of that node ends earlier or one of `unless` comes. */
export interface FollowedWithinRule extends InvariantBase {
  readonly rule: 'followed-within'
  readonly first: readonly Told[]
  readonly next: readonly Told[]
  readonly ms: number
  readonly unless: readonly Told[]
}

/** Each of `lines` passes all tests of one list of `must`, unless one of `unless` is told of the same instance, before or after. */
export interface LineRule extends InvariantBase {
  readonly rule: 'line'
  readonly lines: readonly Told[]
  readonly must: readonly (readonly FieldTest[])[]
  readonly unless: readonly Told[]
}

/** Until `done`, no more different parts are heard of than `planned` said. */
export interface TallyRule extends InvariantBase {
  readonly rule: 'tally'
  readonly planned: readonly Told[]
  /** Canonical field of the plan with their number. */
  readonly field: string
  /** What a part is known by: an entity kind, or a canonical field. */
  readonly child: string
  readonly heard: readonly Told[]
  readonly done: readonly Told[]
}

/** What `field` says, an entity kind or a canonical field, is the same on all `lines`. */
export interface ConstantRule extends InvariantBase {
  readonly rule: 'constant'
  readonly lines: readonly Told[]
  readonly field: string
  /** What was said longer ago may be of another thing with the same id. */
  readonly withinMs: number
}

export type Invariant = PairRule | MonotoneRule | ExclusiveRule | NeverAfterRule | FollowedWithinRule | LineRule | TallyRule | ConstantRule

/** Two lines of which one leads to the other, printed by different nodes: what the clocks of both say of it bounds how they differ. */
export interface CausalPair {
  readonly cause: string
  /** Canonical fields that both lines must agree on, each with that of the effect behind it; `next`: a number, and the one that follows it. */
  readonly agree: readonly (readonly [ofCause: string, ofEffect: string, how?: 'next'])[]
  readonly effect: string
  /** Which of several like lines of a node counts as the cause: an attempt is repeated, and an end is waited for by all. */
  readonly counts: 'first' | 'last'
  readonly cite: string
}
