import type { Condition } from '../../grammars/condition.ts'
import { type Ending, looksAt, type Occurrence, type Watcher } from './watcher.ts'
import { window } from './window.ts'

const distinctValues = 1_000

export class OneSelection implements Watcher {
  #seen = false
  constructor(
    private readonly name: string,
    readonly bits: number,
  ) {}

  see({ selections }: Occurrence): boolean {
    if (!selections.has(this.name)) return false
    this.#seen = true
    return true
  }

  holds(ending: Ending): boolean {
    return this.#seen || ending.history(this.name)
  }

  stands(): boolean {
    return this.#seen
  }
}

export class Negation implements Watcher {
  readonly bits: number
  constructor(private readonly operand: Watcher) {
    this.bits = operand.bits
  }

  see(occurrence: Occurrence): boolean {
    this.operand.see(occurrence)
    return false
  }

  holds(ending: Ending): boolean {
    return !this.operand.holds(ending)
  }

  /** What was not seen may still come. */
  stands(): boolean {
    return false
  }
}

/** The moments of `and` are those of its parts from the time on that each part has had one; the moments of `or` are all of them. */
export class Several implements Watcher {
  readonly bits: number
  #lacking: Watcher[]
  constructor(
    private readonly all: boolean,
    private readonly parts: readonly Watcher[],
  ) {
    this.bits = parts.reduce((bits, part) => bits | part.bits, 0)
    this.#lacking = all ? [...parts] : []
  }

  see(occurrence: Occurrence): boolean {
    let any = false
    for (const part of this.parts) {
      if (!looksAt(part, occurrence) || !part.see(occurrence)) continue
      any = true
      if (this.#lacking.length > 0 && this.#lacking.includes(part)) this.#lacking = this.#lacking.filter((it) => it !== part)
    }
    return any && this.#lacking.length === 0
  }

  holds(ending: Ending): boolean {
    return this.all ? this.parts.every((part) => part.holds(ending)) : this.parts.some((part) => part.holds(ending))
  }

  stands(): boolean {
    return this.all ? this.parts.every((part) => part.stands()) : this.parts.some((part) => part.stands())
  }
}

/** Moments are the occurrences that complete a group of `least`; with `within`, the last `least` of them must not span more. */
export class Count implements Watcher {
  #windows: Map<string, ReturnType<typeof window>> | null = null
  #held = false
  constructor(
    private readonly condition: Condition & { kind: 'count' },
    readonly bits: number,
  ) {}

  see(occurrence: Occurrence): boolean {
    const { of, least, within, by } = this.condition
    if (!occurrence.selections.has(of.name)) return false
    const value = by === null ? '' : occurrence.value(by)
    if (value === null) return false
    this.#windows ??= new Map()
    let counted = this.#windows.get(value)
    if (!counted) {
      if (this.#windows.size >= distinctValues) this.#windows.delete(this.#windows.keys().next().value!)
      this.#windows.set(value, (counted = window(least, within)))
    }
    const now = counted(occurrence.time)
    this.#held ||= now
    return now
  }

  holds(): boolean {
    return this.#held
  }

  stands(): boolean {
    return this.#held
  }
}
