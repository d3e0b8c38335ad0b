import { lockOf } from './lock.ts'
import type { GoCreator, GoFrame, GoGoroutine, GoHead, GoRace, GoReportTree, GoSignal, GoStack } from './tree.ts'

interface DraftStack {
  frames: GoFrame[]
  createdBy: GoCreator | null
  elidedAt: number | null
}
interface DraftRace {
  accesses: GoRace['accesses'][number][]
  created: GoRace['created'][number][]
}
interface DraftPart {
  readonly at: number
  readonly heads: GoHead[]
  signal: GoSignal | null
  readonly goroutines: Omit<GoGoroutine, 'lock'>[]
  race: DraftRace | null
  profile: { readonly total: number; readonly buckets: { readonly count: number; readonly stack: GoStack }[] } | null
  leak: boolean
  test: string | null
}

const ACCESS = /(\S.*) at (0x[0-9a-f]+) by (.*):\s*$/
const CREATED = /Goroutine (\d+) \(([a-z]+)\) created at/

/** What the parser's actions write into. A part begins when a cause is told after stacks, with every race, and with every profile. */
export class TreeBuilder {
  private readonly parts: DraftPart[] = []
  private readonly failed = new Set<string>()
  private latest: string | null = null
  /** Where the next frames go; it stays open over lines of no meaning. */
  private open: DraftStack | null = null

  stack(): GoStack {
    this.open = { frames: [], createdBy: null, elidedAt: null }
    return this.open
  }

  /** Makes sure that there is a stack: frames that belong to none are a goroutine whose head is lost. */
  loose(at: number): void {
    if (this.open === null) this.goroutine({ id: null, state: '' }, at)
  }

  frame(frame: GoFrame): void {
    this.loose(frame.at)
    this.open?.frames.push(frame)
  }

  created(by: GoCreator): void {
    if (this.open) this.open.createdBy = by
  }

  elided(): void {
    if (this.open) this.open.elidedAt ??= this.open.frames.length
  }

  head(head: GoHead): void {
    this.causing(head.at).heads.push(head)
  }

  signal(at: number, read: (before: GoSignal | null) => GoSignal): void {
    const part = this.causing(at)
    part.signal = read(part.signal)
  }

  /** A panic that a test runner caught, in the test that it said last to have failed. */
  checked(text: string, at: number): void {
    const part = this.fresh(at)
    part.heads.push({ kind: 'caught', text, recovered: true, at })
    part.test = this.latest
    this.goroutine({ id: null, state: '' }, at)
  }

  leak(at: number): void {
    this.causing(at).leak = true
  }

  /** goleak prints its own headline over Go's for the same goroutine: the second of the pair is left out. */
  goroutine(named: { readonly id: string | null; readonly state: string }, at: number): void {
    const { goroutines } = this.parts.at(-1) ?? this.fresh(at)
    const last = goroutines.at(-1)
    if (last && last.id !== null && last.id === named.id && last.stack.frames.length === 0) return
    goroutines.push({ ...named, at, count: 1, stack: this.stack() })
  }

  /** @param line the race's first line, one of its accesses, or where one of its goroutines was made */
  race(line: string, at: number): void {
    const access = ACCESS.exec(line)
    const created = CREATED.exec(line)
    const part = (access || created) && this.parts.at(-1)?.race ? this.parts.at(-1) : this.fresh(at)
    if (!part) return
    part.race ??= { accesses: [], created: [] }
    const [, first = '', second = '', third = ''] = access ?? created ?? []
    const goroutine = /goroutine (\d+)/.exec(third)?.[1] ?? 'main'
    if (access) part.race.accesses.push({ what: first, addr: second, goroutine, stack: this.stack() })
    if (created) part.race.created.push({ goroutine: first, state: second, stack: this.stack() })
  }

  profile(at: number, total: number): void {
    this.fresh(at).profile = { total, buckets: [] }
  }

  bucket(count: number): void {
    this.parts.at(-1)?.profile?.buckets.push({ count, stack: this.stack() })
  }

  profiled(frame: GoFrame | null): void {
    if (frame) this.open?.frames.push(frame)
  }

  test(name: string): void {
    this.latest = name
    this.failed.add(name)
  }

  tree(): GoReportTree {
    const parts = this.parts.map((part) => ({
      ...part,
      goroutines: part.goroutines.map((goroutine) => ({ ...goroutine, lock: lockOf(goroutine.stack.frames) })),
    }))
    return { parts, failed: [...this.failed] }
  }

  /** The part that a cause belongs to: a new one when the last has stacks already. */
  private causing(at: number): DraftPart {
    const last = this.parts.at(-1)
    return last && last.goroutines.length === 0 && last.race === null && last.profile === null ? last : this.fresh(at)
  }

  private fresh(at: number): DraftPart {
    this.open = null
    const part: DraftPart = { at, heads: [], signal: null, goroutines: [], race: null, profile: null, leak: false, test: null }
    this.parts.push(part)
    return part
  }
}
