import type { Attributor } from './attribute.ts'
import type { Crash, Event } from './event.ts'

/** An event, or a crash at its place among them. */
export type Moment = { readonly event: Event; readonly crash: null } | { readonly event: null; readonly crash: Crash }

/** How many moments wait for what later lines tell of them. */
const WAITING = 4_000

/** Attributes events, and holds each back for a while: a line that comes later may tell whose it is. */
export class Backlog {
  private waiting: Moment[] = []
  /** How many of them waited already when `letGo` was last called. */
  private lastWaiting = 0

  constructor(
    private readonly attributor: Attributor,
    private readonly ready: (moment: Moment) => void,
  ) {}

  push(moment: Moment): void {
    if (moment.event) this.attributor.see(moment.event)
    this.waiting.push(moment)
    if (this.waiting.length < WAITING * 2) return
    this.settle(false)
    this.pass(WAITING)
  }

  /** For a log that is still being written: lets go of what has waited since the last call, so that nothing waits for lines that are long in coming. */
  letGo(): void {
    if (this.waiting.length === 0) return
    this.settle(false)
    this.pass(this.lastWaiting)
    this.lastWaiting = this.waiting.length
  }

  /** No more come: what is left is settled by elimination. */
  close(): void {
    this.settle(true)
    this.waiting.forEach(this.ready)
    this.waiting = []
  }

  private pass(count: number): void {
    const due = this.waiting.slice(0, count)
    this.waiting = this.waiting.slice(count)
    this.lastWaiting = Math.max(0, this.lastWaiting - count)
    due.forEach(this.ready)
  }

  private settle(ended: boolean): void {
    this.attributor.settle(
      this.waiting.flatMap(({ event }) => event ?? []),
      ended,
    )
  }
}
