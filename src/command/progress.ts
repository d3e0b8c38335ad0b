import type { Progress } from '../tracker.ts'

const QUIET_MS = 500
const PAUSE_MS = 100
/** An estimate from less time than this jumps about. */
const SETTLED_MS = 2000

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

  show(progress: Progress): void {
    const at = this.now()
    if (at - this.started < QUIET_MS || at - this.drawn < PAUSE_MS) return
    this.drawn = at
    this.visible = true
    const figures = figuresOf(progress, at - this.started)
    const beside = progress.beside === 0 ? '' : ` and ${progress.beside} more`
    const room = Math.max(0, this.width - figures.length - beside.length - 3)
    this.write(`\r\u001b[2K${`${figures}  ${tail(progress.source, room)}${beside}`.slice(0, this.width - 1)}`)
  }

  /** Takes the line away, so that what is printed next stands alone. */
  clear(): void {
    if (this.visible) this.write('\r\u001b[2K')
    this.visible = false
  }
}

/** `512 of 2048 MiB (25 %), 256 MiB/s, 6 s left, 2 crashes`; without an end in sight `512 MiB, 256 MiB/s`. */
function figuresOf({ bytes, skipped, total, goReports }: Progress, ms: number): string {
  const rate = bytes / (ms / 1000)
  const figures: string[] = []
  if (total === null) figures.push(`${mebibytes(bytes)} MiB`)
  else {
    const done = Math.min(total, bytes + skipped)
    figures.push(`${mebibytes(done)} of ${mebibytes(total)} MiB (${Math.floor((done / Math.max(1, total)) * 100)} %)`)
  }
  figures.push(`${mebibytes(rate)} MiB/s`)
  if (total !== null && ms >= SETTLED_MS && rate > 0) figures.push(`${duration(Math.max(0, total - skipped - bytes) / rate)} left`)
  if (goReports > 0) figures.push(goReports === 1 ? '1 crash' : `${goReports} crashes`)
  return figures.join(', ')
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0)
}

/** `45 s`, `3 min 20 s`, `2 h 5 min` */
function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** The end of a name says more than its beginning; control characters in a file's name must not reach the terminal. */
function tail(name: string, room: number): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '?')
  return plain.length <= room ? plain : room < 2 ? '' : `…${plain.slice(1 - room)}`
}
