/** How many stretches may have been read before the one that is wanted next. */
const AHEAD = 6
/** As many stretches as may be held at once. */
export const AT_ONCE = AHEAD + 1

/**
 * The stretches of one source, read beside each other and taken in their order. Other threads read ahead; whoever wants a stretch that is not
 * ready reads one itself rather than wait, so that no core is idle while there is something to read.
 */
export class Stretches<T> {
  private readonly reading: Promise<T>[] = []
  private readonly ready = new Set<number>()
  private next = 0
  private wanted = 0
  private busy = 0

  /**
   * @param count of stretches
   * @param apart how many may be under way in other threads, or wait there
   * @param read reads one, in another thread when `apart`
   */
  constructor(
    private readonly count: number,
    private readonly apart: number,
    private readonly read: (i: number, apart: boolean) => Promise<T>,
  ) {}

  /** Gives stretch `i`; each is asked for once, in order. Rejects as `read` does. */
  async take(i: number): Promise<T> {
    this.wanted = i
    // What is wanted at once is not left to a thread that may have to start first.
    const own = this.next === i ? this.next++ : null
    this.feed()
    if (own !== null) await this.begin(own, false).catch(() => undefined)
    while (!this.ready.has(i) && this.mayBegin()) await this.begin(this.next++, false).catch(() => undefined)
    const taken = await this.reading[i]!
    delete this.reading[i]
    return taken
  }

  /** What was begun and not taken. */
  left(): readonly Promise<T>[] {
    return this.reading.filter((it) => it !== undefined)
  }

  private mayBegin(): boolean {
    return this.next < this.count && this.next <= this.wanted + AHEAD
  }

  private feed(): void {
    while (this.busy < this.apart && this.mayBegin()) {
      this.busy++
      const free = (): void => {
        this.busy--
        this.feed()
      }
      this.begin(this.next++, true).then(free, () => undefined)
    }
  }

  private begin(i: number, apart: boolean): Promise<T> {
    const begun = this.read(i, apart)
    this.reading[i] = begun
    begun.then(
      () => this.ready.add(i),
      () => this.ready.add(i),
    )
    return begun
  }
}
