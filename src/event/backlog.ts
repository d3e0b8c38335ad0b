import type { Attributor } from './attribute.ts'
import type { Crash, Event } from './event.ts'

/** An event, or a crash at its place among them. */
export type Moment = { readonly event: Event; readonly crash: null } | { readonly event: null; readonly crash: Crash }

/** How many moments wait for what later lines tell of them. */
const WAITING = 4_000
/** As many that need not wait any more are passed on with each that comes: all at once would hold up whoever reads beside. */
const AT_ONCE = 2

/** Attributes events, and holds each back for a while: a line that comes later may tell whose it is. */
export class Backlog {
  private waiting: Moment[] = []
  /** They wait no more; the first `passed` of them were passed on. */
  private due: readonly Moment[] = []
  private passed = 0
  /** How many of them waited already when `letGo` was last called. */
  private lastWaiting = 0

  constructor(
    private readonly attributor: Attributor,
    private readonly ready: (moment: Moment) => void,
  ) {}

  push(moment: Moment): void {
    if (moment.event) this.attributor.see(moment.event)
    this.waiting.push(moment)
    for (let i = 0; i < AT_ONCE && this.passed < this.due.length; i++) this.ready(this.due[this.passed++]!)
    if (this.waiting.length < WAITING * 2) return
    this.settle(false)
    this.release(WAITING)
  }

  /** For a log that is still being written: lets go of what has waited since the last call, so that nothing waits for lines that are long in coming. */
  letGo(): void {
    this.pass()
    if (this.waiting.length === 0) return
    this.settle(false)
    this.release(this.lastWaiting)
    this.pass()
    this.lastWaiting = this.waiting.length
  }

  /** No more come: what is left is settled by elimination. */
  close(): void {
    this.pass()
    this.settle(true)
    this.release(this.waiting.length)
    this.pass()
  }

  /** Has the first so many wait no more; all before them were passed on. */
  private release(count: number): void {
    this.pass()
    this.due = this.waiting.slice(0, count)
    this.passed = 0
    this.waiting = this.waiting.slice(count)
    this.lastWaiting = Math.max(0, this.lastWaiting - count)
  }

  private pass(): void {
    const { due } = this
    while (this.passed < due.length) this.ready(due[this.passed++]!)
  }

  private settle(ended: boolean): void {
    this.attributor.settle(
      this.waiting.flatMap(({ event }) => event ?? []),
      ended,
    )
  }
}
