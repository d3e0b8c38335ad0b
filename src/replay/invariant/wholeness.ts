import type { Event } from '../../event/event.ts'

/** What one process prints so regularly that a line without its counterpart shows that lines are missing. The rows: knowledge/regular.ts. */
export interface RegularLines {
  /** `first` and then one of `second`, about one entity, and never twice the same. */
  readonly pairs: readonly { readonly first: readonly string[]; readonly second: readonly string[] }[]
  /** On each line `from` is what `to` was on the one before it. */
  readonly chains: readonly { readonly kind: string; readonly from: string; readonly to: string }[]
  /** Kinds after which all begins anew. */
  readonly restarts: readonly string[]
  /** From how many regular turns on a log can be called whole, and which share of them may be amiss. */
  readonly least: number
  readonly share: number
}

export const NOTHING_REGULAR: RegularLines = { pairs: [], chains: [], restarts: [], least: 0, share: 1 }

/** Turns that are open at once on one node. */
const MOST_OPEN = 1_000

interface Pace {
  turns: number
  missed: number
  readonly open: Set<string>
  readonly links: (string | undefined)[]
}

/** Whether the lines of each source come as regularly as they are printed. */
export class Wholeness {
  readonly kinds: ReadonlySet<string>
  private readonly firsts = new Map<string, number>()
  private readonly seconds = new Map<string, number>()
  private readonly paces = new Map<string, Pace>()
  private readonly restarts: ReadonlySet<string>

  constructor(private readonly regular: RegularLines) {
    for (const [i, { first, second }] of regular.pairs.entries()) {
      for (const kind of first) this.firsts.set(kind, i)
      for (const kind of second) this.seconds.set(kind, i)
    }
    this.restarts = new Set(regular.restarts)
    this.kinds = new Set([...this.firsts.keys(), ...this.seconds.keys(), ...this.restarts, ...regular.chains.map(({ kind }) => kind)])
  }

  /** Whether lines of a kind count even without an id: they are about their node. */
  minds(kind: string): boolean {
    return this.restarts.has(kind) || this.regular.chains.some((chain) => chain.kind === kind)
  }

  see(event: Event): void {
    const pace = this.paceOf(event.where.source)
    const { kind } = event
    if (this.restarts.has(kind)) {
      pace.open.clear()
      pace.links.fill(undefined)
      return
    }
    const opens = this.firsts.get(kind)
    if (opens !== undefined) this.open(pace, `${opens} ${event.entity?.id ?? ''}`)
    const closes = this.seconds.get(kind)
    if (closes !== undefined) turn(pace, pace.open.delete(`${closes} ${event.entity?.id ?? ''}`))
    for (const [i, chain] of this.regular.chains.entries()) {
      if (chain.kind !== kind) continue
      const link = pace.links[i]
      if (link !== undefined) turn(pace, link === event.fields[chain.from])
      pace.links[i] = event.fields[chain.to]
    }
  }

  /** @returns null when the source shows too little to tell */
  of(source: string): boolean | null {
    const { turns, missed } = this.paces.get(source) ?? { turns: 0, missed: 0 }
    if (missed > turns * this.regular.share) return false
    return turns < this.regular.least ? null : true
  }

  private open(pace: Pace, key: string): void {
    if (pace.open.has(key)) pace.missed++
    else if (pace.open.size < MOST_OPEN) pace.open.add(key)
  }

  private paceOf(source: string): Pace {
    let pace = this.paces.get(source)
    if (pace === undefined) this.paces.set(source, (pace = { turns: 0, missed: 0, open: new Set(), links: [] }))
    return pace
  }
}

function turn(pace: Pace, isRegular: boolean): void {
  pace.turns++
  if (!isRegular) pace.missed++
}
