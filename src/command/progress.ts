/** How far the reading has come. */
export interface Reading {
  /** Bytes read so far, after unpacking. */
  readonly bytes: number
  /** The source that is being read. */
  readonly source: string
}

const QUIET_MS = 500
const PAUSE_MS = 100

/** One line that rewrites itself while a long reading lasts; work that ends within half a second never shows it. */
export class ProgressLine {
  private readonly started: number
  private drawn = Number.NEGATIVE_INFINITY
  private visible = false

  /** @param write puts text on the terminal; @param now milliseconds of any clock that only goes forward */
  constructor(
    private readonly write: (text: string) => void,
    private readonly width: number,
    private readonly now: () => number,
  ) {
    this.started = now()
  }

  show(reading: Reading): void {
    const at = this.now()
    if (at - this.started < QUIET_MS || at - this.drawn < PAUSE_MS) return
    this.drawn = at
    this.visible = true
    const mib = reading.bytes / 1024 ** 2
    const rate = mib / ((at - this.started) / 1000)
    const figures = `${mib.toFixed(0)} MiB read, ${rate.toFixed(0)} MiB/s`
    const room = Math.max(0, this.width - figures.length - 3)
    this.write(`\r\u001b[2K${figures}  ${tail(reading.source, room)}`)
  }

  /** Takes the line away, so that what is printed next stands alone. */
  clear(): void {
    if (this.visible) this.write('\r\u001b[2K')
    this.visible = false
  }
}

/** The end of a name says more than its beginning; control characters in a file's name must not reach the terminal. */
function tail(name: string, room: number): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '?')
  return plain.length <= room ? plain : room < 2 ? '' : `…${plain.slice(1 - room)}`
}
