/** How many stretches may have been read before the one that is wanted next. */
const AHEAD = 4
/** As many stretches as may be held at once. */
export const AT_ONCE = AHEAD + 1

/**
 * The stretches of one source, read beside each other and taken in their order. Threads read ahead; whoever wants a stretch that is not
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
   * @param threads that may read besides the caller's own
   * @param read reads one, in another thread when `apart`
   */
  constructor(
    private readonly count: number,
    private readonly threads: number,
    private readonly read: (i: number, apart: boolean) => Promise<T>,
  ) {}

  /** Gives stretch `i`; each is asked for once, in order. Rejects as `read` does. */
  async take(i: number): Promise<T> {
    this.wanted = i
    this.feed()
    while (!this.ready.has(i) && this.mayBegin()) await this.begin(false).catch(() => undefined)
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
    while (this.busy < this.threads && this.mayBegin()) {
      this.busy++
      const free = (): void => {
        this.busy--
        this.feed()
      }
      this.begin(true).then(free, () => undefined)
    }
  }

  private begin(apart: boolean): Promise<T> {
    const i = this.next++
    const begun = this.read(i, apart)
    this.reading[i] = begun
    begun.then(
      () => this.ready.add(i),
      () => this.ready.add(i),
    )
    return begun
  }
}
