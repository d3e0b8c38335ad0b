import type { Event } from '../event/event.ts'
import type { Message, Shows } from '../knowledge/contract.ts'
import { ANY_ERA, type EraSpan, spanOfRow } from '../knowledge/eras.ts'
import type { Part } from './clocks.ts'
import type { Habit } from './detect.ts'
import type { AtWork } from './invariant.ts'
import type { Machine } from './machine.ts'
import type { Tells } from './nodes.ts'
import { type Claim, compileShows } from './shown.ts'

/** What lines of one row, or of one kind where they have no row, mean to every part of the replay: looked up once per line. */
export interface Plan {
  readonly claims: readonly Claim[]
  /** Machines with a row that lines of this kind prove. */
  readonly provers: readonly Machine[]
  readonly tells: Tells
  /** Null when neither a rule nor the measure of the log's wholeness looks at such lines. */
  readonly rules: readonly AtWork[] | null
  readonly habit: Habit | null
  /** Null when such lines tell nothing of clocks. */
  readonly pairs: readonly Part[] | null
  /** The eras that print such a line; null when all do. */
  readonly era: EraSpan | null
}

/** The parts that have something to say about a kind. */
export interface Parts {
  tellsOf(kind: string): Tells
  rulesOf(kind: string): readonly AtWork[] | null
  habitOf(kind: string): Habit | null
  pairsOf(kind: string): readonly Part[] | null
}

const NONE: readonly never[] = []
/** More than any table has: whoever gives each event a row or a kind of its own shall not fill the memory. */
const MOST = 10_000

/** The plans of rows and kinds, made when one is first met. */
export class Plans {
  private readonly byName: ReadonlyMap<string, Machine>
  private readonly provers = new Map<string, Machine[]>()
  private readonly known = new Map<Message | string, Plan>()
  private lastKey: Message | string = ''
  private last: Plan | null = null

  /** @param noteShows what notes show, by event kind */
  constructor(
    machines: readonly Machine[],
    private readonly noteShows: Readonly<Record<string, readonly Shows[]>>,
    private readonly parts: Parts,
  ) {
    this.byName = new Map(machines.map((machine) => [machine.name, machine]))
    for (const machine of machines)
      for (const kind of machine.kinds) {
        const known = this.provers.get(kind)
        if (known === undefined) this.provers.set(kind, [machine])
        else known.push(machine)
      }
  }

  of({ row, kind }: Event): Plan {
    const key = row ?? kind
    if (this.last !== null && key === this.lastKey) return this.last
    let plan = this.known.get(key)
    if (plan === undefined) {
      if (this.known.size >= MOST) this.known.clear()
      plan = this.make(kind, row?.shows ?? this.noteShows[kind] ?? NONE, row === null ? null : spanOfRow(row, 'with'))
      this.known.set(key, plan)
    }
    this.lastKey = key
    return (this.last = plan)
  }

  /** What lines of a kind mean that show no state. */
  ofKind(kind: string): Plan {
    return this.make(kind, NONE, null)
  }

  private make(kind: string, shows: readonly Shows[], era: EraSpan | null): Plan {
    return {
      claims: compileShows(shows, this.byName),
      provers: this.provers.get(kind) ?? NONE,
      tells: this.parts.tellsOf(kind),
      rules: this.parts.rulesOf(kind),
      habit: this.parts.habitOf(kind),
      pairs: this.parts.pairsOf(kind),
      era: era === ANY_ERA ? null : era,
    }
  }
}
