import type { Event } from '../event/event.ts'
import type { Message } from '../knowledge/contract.ts'
import { LiteralSieve } from './literal-sieve.ts'
import type { LineProbe } from './selection.ts'

/** A selection over lines, and whose it is. */
export interface OwnedLine {
  readonly probe: LineProbe
  /** Place among all probes. */
  readonly place: number
}

/**
 * Selections over lines, found by what a line must have: its kind, else a text in it. A line that nobody asks for costs one look-up, and
 * a look for the texts that may stand in lines of any kind.
 */
export class LineIndex<T extends OwnedLine> {
  readonly #byKind: ReadonlyMap<string, readonly T[]>
  /** With neither kind nor text. */
  readonly #always: readonly T[]
  readonly #sieve: LiteralSieve | null
  readonly #byLiteral: readonly (readonly T[])[]
  /** The first so many of `found` are met by the line at hand. */
  #count = 0
  #event: Event | null = null
  /** What `met` counted, by place. */
  readonly found: T[] = []

  constructor(lines: readonly T[]) {
    this.#byKind = listBy(lines, ({ probe }) => probe.kinds)
    const ofAnyKind = lines.filter(({ probe }) => probe.kinds.length === 0)
    this.#always = ofAnyKind.filter(({ probe }) => probe.texts.length === 0)
    const byLiteral = listBy(ofAnyKind, ({ probe }) => probe.texts)
    this.#byLiteral = [...byLiteral.values()]
    this.#sieve = byLiteral.size > 0 ? new LiteralSieve([...byLiteral.keys()]) : null
  }

  /** Whether a selection names the row's kind, or has a text that stands in its message, or asks lines of any kind. */
  minds({ kind, text }: Message): boolean {
    let found = this.#byKind.has(kind) || this.#always.length > 0
    if (!found)
      this.#sieve?.find(text, () => {
        found = true
      })
    return found
  }

  /** @returns how many a line meets: they stand at the beginning of `found` until the next line is asked */
  met(event: Event): number {
    this.#count = 0
    const ofKind = this.#byKind.get(event.kind)
    if (ofKind !== undefined) for (const line of ofKind) this.#ask(line, event)
    const certain = this.#count
    for (const line of this.#always) this.#ask(line, event)
    if (this.#sieve !== null) {
      this.#event = event
      this.#sieve.find(event.text, this.#askFor)
    }
    if (this.#count > certain && this.#count > 1) this.#sort()
    return this.#count
  }

  #ask(line: T, event: Event): void {
    if (line.probe.testOfKind(event)) this.found[this.#count++] = line
  }

  /** Asks those that a literal of the line may belong to, each once. */
  readonly #askFor = (literal: number): void => {
    for (const line of this.#byLiteral[literal]!) {
      const at = this.found.indexOf(line)
      if (at < 0 || at >= this.#count) this.#ask(line, this.#event!)
    }
  }

  #sort(): void {
    const sorted = this.found.slice(0, this.#count).sort((a, b) => a.place - b.place)
    for (let i = 0; i < sorted.length; i++) this.found[i] = sorted[i]!
  }
}

/** Each item under all of its keys, in their order. */
function listBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const lists = new Map<string, T[]>()
  for (const item of items)
    for (const key of new Set(keysOf(item))) {
      const list = lists.get(key)
      if (list) list.push(item)
      else lists.set(key, [item])
    }
  return lists
}
