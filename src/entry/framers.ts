import type { Line } from '../envelope/envelope.ts'
import type { Item, Origin } from './entry.ts'
import { Framer } from './frame.ts'
import type { HeaderLook } from './look.ts'
import type { Tally } from './tally.ts'
import { TestLogs } from './test-log.ts'
import type { Wants } from './wants.ts'

/** What envelopes said of whose line it is. */
export type Named = Pick<Line, 'node' | 'container' | 'stream'>

const NAMELESS: Named = { node: null, container: null, stream: null }

/** Takes what the lines of a stream amount to; `stream` is its number in `origins`. */
export type StreamSink = (item: Item, stream: number, seq: number) => void

/** The framers of one source, one for each stream of lines in it. */
export class Framers {
  readonly origins: Origin[] = []
  /** Of lines whose envelopes give no names. */
  main: Framer
  private readonly numbers = new Map<string, number>()
  private readonly framers = new Map<string, Framer>()
  /** Of each stream, for as long as the source goes on: a test may log for longer than anything else is under way. */
  private readonly testLogs = new Map<string, TestLogs>()
  /** What the line before was named, and its framer: lines of one stream often stand together. */
  private last = NAMELESS
  private lastFramer: Framer
  private base = 0

  constructor(
    private readonly source: { readonly name: string; readonly node: string | null },
    private readonly tools: { readonly look: HeaderLook; readonly wants: Wants; readonly tally: Tally },
    private readonly sink: StreamSink,
  ) {
    this.lastFramer = this.main = this.framer(NAMELESS)
  }

  of(named: Named): Framer {
    const { last } = this
    if (named.node === last.node && named.container === last.container && named.stream === last.stream) return this.lastFramer
    this.last = { node: named.node, container: named.container, stream: named.stream }
    this.lastFramer = this.framer(named)
    return this.lastFramer
  }

  get areInPieces(): boolean {
    for (const framer of this.framers.values()) if (framer.isInPieces) return true
    return false
  }

  /** Whether a test is under way in any of them. */
  get hearTests(): boolean {
    for (const framer of this.framers.values()) if (framer.hearsTests) return true
    return false
  }

  /** @param base where the numbers of the page's items begin */
  beginPage(base: number): void {
    this.base = base
    for (const framer of this.framers.values()) framer.beginPage(base)
  }

  /** Must be called before the page's bytes are reused. */
  endOfPage(): void {
    for (const framer of this.framers.values()) framer.endOfPage()
  }

  /** For a source that is still being written: see Framer. */
  settle(rested: boolean): void {
    for (const framer of this.framers.values()) framer.settle(rested)
  }

  /** Nothing continues what is under way. */
  close(): void {
    for (const framer of this.framers.values()) framer.close()
  }

  /** Closes, and forgets what went before, but for tests under way: what comes is read as if the source began with it. */
  begin(): void {
    this.close()
    this.framers.clear()
    this.last = NAMELESS
    this.lastFramer = this.main = this.framer(NAMELESS)
  }

  private framer(of: Named): Framer {
    const key = `${of.node ?? ''}\0${of.container ?? ''}\0${of.stream ?? ''}`
    let framer = this.framers.get(key)
    if (!framer) {
      const { look, wants, tally } = this.tools
      const number = this.numberOf(key, of)
      const logs = this.testLogs.get(key) ?? new TestLogs()
      this.testLogs.set(key, logs)
      framer = new Framer(this.origins[number]!, look, wants, tally, logs, (item, seq) => this.sink(item, number, seq))
      framer.beginPage(this.base)
      this.framers.set(key, framer)
    }
    return framer
  }

  private numberOf(key: string, of: Named): number {
    let number = this.numbers.get(key)
    if (number === undefined) {
      const { name, node } = this.source
      number = this.origins.push({ source: name, node: of.node ?? node, container: of.container, stream: of.stream }) - 1
      this.numbers.set(key, number)
    }
    return number
  }
}
