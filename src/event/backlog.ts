import type { Attributor } from './attribute.ts'
import type { Crash, Event } from './event.ts'

/** An event, or a crash at its place among them. */
export type Moment = { readonly event: Event; readonly crash: null } | { readonly event: null; readonly crash: Crash }

/** How many moments wait for what later lines tell of them. */
const WAITING = 4_000

/** Attributes events, and holds each back for a while: a line that comes later may tell whose it is. */
export class Backlog {
  private waiting: Moment[] = []

  constructor(
    private readonly attributor: Attributor,
    private readonly ready: (moment: Moment) => void,
  ) {}

  push(moment: Moment): void {
    if (moment.event) this.attributor.see(moment.event)
    this.waiting.push(moment)
    if (this.waiting.length < WAITING * 2) return
    this.settle(false)
    const due = this.waiting.slice(0, WAITING)
    this.waiting = this.waiting.slice(WAITING)
    due.forEach(this.ready)
  }

  /** No more come: what is left is settled by elimination. */
  close(): void {
    this.settle(true)
    this.waiting.forEach(this.ready)
    this.waiting = []
  }

  private settle(ended: boolean): void {
    this.attributor.settle(
      this.waiting.flatMap(({ event }) => event ?? []),
      ended,
    )
  }
}
