import type { Event } from '../event/event.ts'
import type { Message, Shows } from '../knowledge/contract.ts'
import type { Machine } from './machine.ts'
import { type Claim, compileShows } from './shown.ts'

/** What lines of one row, or notes of one kind, mean for machines. */
export interface Reading {
  readonly claims: readonly Claim[]
  /** Machines with a row that lines of this kind prove. */
  readonly provers: readonly Machine[]
}

const NONE: readonly never[] = []
/** More rows than any table has: whoever gives each event a row of its own shall not fill the memory. */
const MOST_ROWS = 10_000

/** Readings of rows, made when a row is first met. */
export class Readings {
  private readonly byName: ReadonlyMap<string, Machine>
  private readonly provers = new Map<string, Machine[]>()
  private readonly byRow = new Map<Message, Reading>()
  private readonly byKind = new Map<string, Reading>()
  private readonly nothing: Reading = { claims: NONE, provers: NONE }

  /** @param noteShows what notes show, by event kind */
  constructor(
    machines: readonly Machine[],
    private readonly noteShows: Readonly<Record<string, readonly Shows[]>>,
  ) {
    this.byName = new Map(machines.map((machine) => [machine.name, machine]))
    for (const machine of machines)
      for (const kind of machine.kinds) {
        const known = this.provers.get(kind)
        if (known === undefined) this.provers.set(kind, [machine])
        else known.push(machine)
      }
    const kinds = new Set([...this.provers.keys(), ...Object.keys(noteShows)])
    for (const kind of kinds) this.byKind.set(kind, this.reading(kind))
  }

  of({ row, kind }: Event): Reading {
    if (row === null) return this.byKind.get(kind) ?? this.nothing
    let reading = this.byRow.get(row)
    if (reading === undefined) {
      if (this.byRow.size >= MOST_ROWS) this.byRow.clear()
      reading = this.reading(kind, row.shows)
      this.byRow.set(row, reading)
    }
    return reading
  }

  private reading(kind: string, shows: readonly Shows[] = this.noteShows[kind] ?? NONE): Reading {
    return { claims: compileShows(shows, this.byName), provers: this.provers.get(kind) ?? NONE }
  }
}
