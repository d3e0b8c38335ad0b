import type { Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import { detached } from './names.ts'

/** Lines by which a log proves that it is whole, or shows that it is not. */
export interface WholenessRules {
  /** Each says where the one before it, in the same log, left off. */
  readonly chain: {
    readonly kind: string
    /** Canonical fields, of which the first counts that the line has. */
    readonly from: readonly string[]
    readonly to: readonly string[]
    /** Kinds behind which a new chain begins. */
    readonly breaks: readonly string[]
    /** As many of them must have met before a log is taken to be whole. */
    readonly proofs: number
  }
  /** Each `open` is followed by a `close` of the same entity; where `alone` is not set, each `close` has its `open`. */
  readonly pairs: readonly { readonly of: EntityKind; readonly open: string; readonly close: readonly string[]; readonly alone?: true }[]
}

const MOST_OPEN = 4_000

/** Tells which sources are whole: where lines that belong together do not meet, others are most likely missing elsewhere. */
export class Losses {
  private readonly lastOf = new Map<string, string>()
  private readonly lossy = new Set<string>()
  /** How many lines met the one before them. */
  private readonly met = new Map<string, number>()
  /** What was opened and not closed, by pair, source and entity; the value is the source. */
  private readonly open = new Map<string, string>()
  private readonly pairs = new Map<string, readonly { readonly rule: WholenessRules['pairs'][number]; readonly opens: boolean }[]>()

  constructor(private readonly rules: WholenessRules) {
    for (const rule of rules.pairs)
      for (const kind of [rule.open, ...rule.close])
        this.pairs.set(kind, [...(this.pairs.get(kind) ?? []), { rule, opens: kind === rule.open }])
  }

  concerns(kind: string): boolean {
    return kind === this.rules.chain.kind || this.rules.chain.breaks.includes(kind) || this.pairs.has(kind)
  }

  see(event: Event): void {
    const { kind } = event
    const { chain } = this.rules
    if (kind === chain.kind || chain.breaks.includes(kind)) this.link(event)
    for (const { rule, opens } of this.pairs.get(kind) ?? NONE) this.pair(event, rule, opens)
  }

  /** Whether a source proves that no line of it is missing. */
  isWhole(source: string): boolean {
    return !this.lossy.has(source) && (this.met.get(source) ?? 0) >= this.rules.chain.proofs
  }

  private link({ kind, fields, where: { source } }: Event): void {
    const { chain } = this.rules
    const last = this.lastOf.get(source)
    this.lastOf.delete(source)
    if (kind !== chain.kind) return
    const [from, to] = [firstOf(fields, chain.from), firstOf(fields, chain.to)]
    if (last !== undefined && last === from) this.met.set(source, (this.met.get(source) ?? 0) + 1)
    else if (last !== undefined && from !== undefined && last !== to) this.lossy.add(source)
    if (to !== undefined) this.lastOf.set(source, to)
  }

  private pair({ ids, where: { source } }: Event, { of, open, alone }: WholenessRules['pairs'][number], opens: boolean): void {
    const id = ids[of]
    if (id === undefined) return
    const key = `${open}\n${id}\n${source}`
    const wasOpen = this.open.delete(key)
    if (opens ? wasOpen : !wasOpen && !alone) this.lossy.add(source)
    if (opens && this.open.size < MOST_OPEN) this.open.set(detached(key), source)
  }
}

const NONE: readonly never[] = []

function firstOf(fields: Event['fields'], names: readonly string[]): string | undefined {
  for (const name of names) if (fields[name]) return fields[name]
  return undefined
}
