import type { Selection } from '../knowledge/contract.ts'
import type { CompileProblem } from './compile.ts'
import { meant } from './nearest.ts'

/** Names of the tables that selections may use. */
export interface TableNames {
  readonly kinds: ReadonlySet<string>
  readonly machines: ReadonlySet<string>
  /** States by machine. */
  readonly states: ReadonlyMap<string, readonly string[]>
  /** Codes of what is found without a signature. */
  readonly findings: ReadonlySet<string>
}

/** What selections name that the tables do not have: such a selection is never met. */
export function strangeNames(selections: Readonly<Record<string, unknown>>, names: TableNames): readonly CompileProblem[] {
  return Object.entries(selections).flatMap(([name, selection]) =>
    asked(selection, names).flatMap(({ key, what, known }) =>
      wordsAt(selection, key)
        .filter(({ word }) => !known.has(word))
        .map(({ word, at }) => ({
          path: ['selections', name, ...key, ...at],
          offset: 0,
          message: `selections.${name}: there is no ${what} "${word}"${meant(word, known)}`,
        })),
    ),
  )
}

interface Asked {
  readonly key: readonly string[]
  readonly what: string
  readonly known: ReadonlySet<string>
}

function asked(selection: unknown, { kinds, machines, states, findings }: TableNames): readonly Asked[] {
  const machine = (selection as Partial<Extract<Selection, { readonly history: unknown }>> | null)?.history?.machine
  const ofMachine = machine === undefined ? undefined : states.get(machine)
  return [
    { key: ['event'], what: 'event', known: kinds },
    { key: ['finding'], what: 'finding', known: findings },
    { key: ['history', 'machine'], what: 'machine', known: machines },
    ...(ofMachine === undefined ? [] : [{ key: ['history', 'state'], what: `state of ${machine}`, known: new Set(ofMachine) }]),
  ]
}

function wordsAt(selection: unknown, key: readonly string[]): readonly { readonly word: string; readonly at: readonly number[] }[] {
  const value = key.reduce<unknown>((inner, part) => (inner as Record<string, unknown> | null | undefined)?.[part], selection)
  if (typeof value === 'string') return [{ word: value, at: [] }]
  return Array.isArray(value) ? value.flatMap((word, i) => (typeof word === 'string' ? [{ word, at: [i] }] : [])) : []
}
