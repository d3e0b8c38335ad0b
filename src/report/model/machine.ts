import type { Course, EntityKind, Era, Message, Shows, Subject } from '../../knowledge/contract.ts'
import { isOfEra } from '../../knowledge/eras.ts'
import type { Invariant } from '../../knowledge/rules.ts'

/** A subject of the tables as one era has it, its transitions with the messages that prove them. Plain data: `--format json` prints it. */
export interface Machine {
  readonly name: string
  readonly entity: EntityKind
  readonly lives: Subject['lives']
  readonly scope: Subject['scope']
  readonly states: Subject['states']
  readonly transitions: readonly ShownTransition[]
  readonly messages: readonly ShownMessage[]
  readonly invariants: readonly Invariant[]
}

export interface ShownTransition {
  /** `null`: the entity did not exist before. */
  readonly from: string | null
  readonly to: string
  readonly course: Course
  /** Empty when TiDB prints nothing for it at info level. */
  readonly provedBy: readonly { readonly kind: string; readonly texts: readonly string[] }[]
  readonly cite: string
  readonly since?: Era
  readonly until?: Era
}

export interface ShownMessage extends Bounds {
  readonly text: string
  readonly match?: 'prefix'
  readonly kind: string
  readonly level: Message['level']
  readonly files: readonly string[]
  readonly fields: readonly string[]
  readonly shows: readonly Shows[]
  readonly note?: string
}

/** From which era to which a row holds, both included; open where there is none. */
export interface Bounds {
  readonly since?: Era
  readonly until?: Era
}

/**
 * @param subjects all of them: a transition may be proved by the line of another subject
 * @param era null for all eras
 */
export function machinesOf(subjects: readonly Subject[], era: Era | null): Machine[] {
  const isShown = (row: Bounds): boolean => era === null || isOfEra(era, row)
  const texts = new Map<string, string[]>()
  for (const { text, kind } of subjects.flatMap(({ messages }) => messages.filter(isShown)))
    texts.set(kind, [...new Set([...(texts.get(kind) ?? []), text])])
  return subjects.map((subject) => {
    const transitions = subject.transitions.filter(isShown)
    return {
      name: subject.name,
      entity: subject.entity,
      lives: subject.lives,
      scope: subject.scope,
      states: statesOf(subject, transitions, era),
      transitions: transitions.map(({ by, ...row }) => ({
        ...row,
        provedBy: by.flatMap((kind) => (texts.has(kind) ? [{ kind, texts: texts.get(kind)! }] : [])),
      })),
      messages: subject.messages.filter(isShown).map(({ entity: _entity, needs: _needs, shows = [], ...row }) => ({ ...row, shows })),
      invariants: subject.invariants.filter(isShown),
    }
  })
}

/** An era has the states that one of its rows leaves or reaches. */
function statesOf({ states }: Subject, transitions: Subject['transitions'], era: Era | null): Subject['states'] {
  if (era === null || transitions.length === 0) return states
  const known = new Set(transitions.flatMap(({ from, to }) => [from, to]))
  const of = (names: readonly string[]): string[] => names.filter((name) => known.has(name))
  return { initial: of(states.initial), resting: of(states.resting), final: of(states.final), other: of(states.other) }
}

/** All states, in the order of a life, each once. */
export function allStates({ states: { initial, resting, other, final } }: Machine): string[] {
  return [...new Set([...initial, ...other, ...resting, ...final])]
}

/** `since v7.2`, `until ~v8.1`, `v7.3 to v7.5`; empty where it holds in every era. */
export function boundsText({ since, until }: Bounds): string {
  if (since !== undefined && until !== undefined) return since === until ? `only ${since}` : `${since} to ${until}`
  if (since !== undefined) return `since ${since}`
  return until === undefined ? '' : `until ${until}`
}
