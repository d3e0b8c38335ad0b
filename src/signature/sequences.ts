import { type Ending, looksAt, type Occurrence, type Watcher } from './watcher.ts'

/** Moments are those of `second` after a moment of `first`; with `within`, the nearest such moment counts. */
export class Then implements Watcher {
  readonly bits: number
  #begun = false
  #last: number | null = null
  #held = false
  constructor(
    private readonly first: Watcher,
    private readonly second: Watcher,
    private readonly within: number | null,
  ) {
    this.bits = first.bits | second.bits
  }

  see(occurrence: Occurrence): boolean {
    const { time } = occurrence
    const near = this.within === null || (this.#last !== null && time !== null && Math.abs(time - this.#last) <= this.within)
    const now = looksAt(this.second, occurrence) && this.second.see(occurrence) && this.#begun && near
    if (looksAt(this.first, occurrence) && this.first.see(occurrence)) {
      this.#begun = true
      this.#last = time ?? this.#last
    }
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

/** The first moment of `second`, when `first` had one earlier. */
export class Before implements Watcher {
  readonly bits: number
  #firstSeen = false
  #secondSeen = false
  #held = false
  constructor(
    private readonly first: Watcher,
    private readonly second: Watcher,
  ) {
    this.bits = first.bits | second.bits
  }

  see(occurrence: Occurrence): boolean {
    const reached = looksAt(this.second, occurrence) && this.second.see(occurrence)
    const now = reached && !this.#secondSeen && this.#firstSeen
    this.#secondSeen ||= reached
    if (looksAt(this.first, occurrence) && this.first.see(occurrence)) this.#firstSeen = true
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

/** Moments are those of `what` from after a moment of `from` on, until one of `until`. */
export class During implements Watcher {
  readonly bits: number
  #open = false
  #held = false
  constructor(
    private readonly what: Watcher,
    private readonly from: Watcher,
    private readonly until: Watcher,
  ) {
    this.bits = what.bits | from.bits | until.bits
  }

  see(occurrence: Occurrence): boolean {
    const happens = looksAt(this.what, occurrence) && this.what.see(occurrence)
    const ends = looksAt(this.until, occurrence) && this.until.see(occurrence)
    const begins = looksAt(this.from, occurrence) && this.from.see(occurrence)
    const now = happens && this.#open && !ends
    this.#open = begins || (this.#open && !ends)
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

/**
 * Holds when some moment of `after` has no moment of `what` within the span after it, and the node's log goes on beyond the span.
 * Only the earliest open moment matters: what answers it in time answers the later ones too.
 */
export class Missing implements Watcher {
  readonly bits: number
  #open: { readonly deadline: number; readonly node: string | null } | null = null
  #held = false
  constructor(
    private readonly what: Watcher,
    private readonly after: Watcher,
    private readonly within: number,
  ) {
    this.bits = what.bits | after.bits
  }

  see(occurrence: Occurrence): boolean {
    const { time, node } = occurrence
    const answered = looksAt(this.what, occurrence) && this.what.see(occurrence)
    const asked = looksAt(this.after, occurrence) && this.after.see(occurrence)
    if (this.#open && time !== null && time > this.#open.deadline && (answered || asked)) this.#held = true
    if (answered || this.#held) this.#open = null
    if (asked && !this.#held && !this.#open && time !== null) this.#open = { deadline: time + this.within, node }
    return false
  }

  holds(ending: Ending): boolean {
    const end = this.#open && ending.lastTime(this.#open.node)
    return this.#held || (this.#open !== null && typeof end === 'number' && end > this.#open.deadline)
  }

  /** An answer without a time, or one that another node's clock puts early, may still come. */
  stands(): boolean {
    return this.#held
  }
}
