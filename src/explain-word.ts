import type { ErrorRow, ExplanationRow, Signature } from './knowledge/contract.ts'
import { errors } from './knowledge/error-codes.ts'
import { explanations } from './knowledge/explanations.ts'
import { subjects } from './knowledge/index.ts'
import type { Invariant } from './knowledge/rules.ts'
import { type Machine, machinesOf } from './report/model/machine.ts'
import { tryInstead } from './signature/nearest.ts'

/** All that a word can mean. */
export type Meaning =
  | { readonly what: 'signature'; readonly signature: Signature }
  | { readonly what: 'explanation'; readonly row: ExplanationRow }
  | { readonly what: 'error'; readonly row: ErrorRow }
  | { readonly what: 'invariant'; readonly invariant: Invariant }
  | { readonly what: 'state'; readonly state: string; readonly machines: readonly Machine[] }

/**
 * What a word of a report means: an id of a signature or of a rule, an error's number, name or text, or a state, alone or behind the name
 * of its machine (`subtask paused`).
 * @returns every meaning; empty for a word that nothing has
 */
export function meaningsOf(word: string, signatures: readonly Signature[]): readonly Meaning[] {
  const machines = machinesOf(subjects, null)
  const [machine, ...state] = word.split(/\s+/)
  const named = state.length > 0 ? machines.filter(({ name }) => name === machine) : []
  return [
    ...signatures.filter(({ id }) => id === word).map((signature): Meaning => ({ what: 'signature', signature })),
    ...explanations.filter(({ id }) => id === word).map((row): Meaning => ({ what: 'explanation', row })),
    ...errors.filter((row) => isNamed(row, word)).map((row): Meaning => ({ what: 'error', row })),
    ...invariants()
      .filter(({ id }) => id === word)
      .map((invariant): Meaning => ({ what: 'invariant', invariant })),
    ...stateOf(word, machines),
    ...stateOf(state.join(' '), named),
  ]
}

/** What to ask instead; null where no word is near. */
export function wordMeant(word: string, signatures: readonly Signature[]): string | null {
  const ids = [...signatures, ...explanations, ...invariants()].map(({ id }) => id)
  const states = machinesOf(subjects, null).flatMap(statesOf)
  return tryInstead(word, [...ids, ...errors.flatMap(({ code, names }) => [code, ...names]), ...states])
}

function invariants(): readonly Invariant[] {
  return subjects.flatMap((subject) => subject.invariants)
}

/** `8214`, `[ddl:8214]`, `Error 8214`, `ErrCancelledDDLJob`. */
function isNamed({ code, names }: ErrorRow, word: string): boolean {
  const bare = word.replace(/^\[(.*)\]$/, '$1').replace(/^error\s+/i, '')
  return [code, ...names].some((name) => name.toLowerCase() === bare.toLowerCase())
}

function stateOf(state: string, machines: readonly Machine[]): readonly Meaning[] {
  const having = state === '' ? [] : machines.filter((machine) => statesOf(machine).includes(state))
  return having.length === 0 ? [] : [{ what: 'state', state, machines: having }]
}

const statesOf = ({ states }: Machine): readonly string[] => [...states.initial, ...states.resting, ...states.final, ...states.other]
