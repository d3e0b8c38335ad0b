import type { Progress } from '../tracker.ts'

const QUIET_MS = 500
const PAUSE_MS = 100
/** An estimate from less time than this jumps about. */
const SETTLED_MS = 2000

/** One line that rewrites itself while a long reading lasts; work that ends within half a second never shows it. */
export class ProgressLine {
  private readonly started: number
  private drawn = Number.NEGATIVE_INFINITY
  private drawnText = ''
  private findings = 0
  /** Lines of followed logs, and when they last became more. */
  private lines = 0
  private lastLine = 0

  /** @param write puts text on the terminal; @param width its columns now; @param now milliseconds of any clock that only goes forward */
  constructor(
    private readonly write: (text: string) => void,
    private readonly width: () => number,
    private readonly now: () => number,
  ) {
    this.started = now()
  }

  show(progress: Progress): void {
    const at = this.now()
    if (at - this.started < QUIET_MS || at - this.drawn < PAUSE_MS) return
    this.drawn = at
    const figures = [...this.figuresOf(progress, at), ...counted(this.findings, 'finding')].join(', ')
    this.draw(
      progress.following || progress.replayed !== null
        ? figures
        : `${figures}  ${this.reading(progress, this.width() - figures.length - 3)}`,
    )
  }

  /** Prints a line above this one, which stays. @param text free of control characters */
  above(text: string): void {
    this.clear()
    this.write(`${text}\n`)
    this.drawn = Number.NEGATIVE_INFINITY
  }

  /** Counts a finding. */
  count(): void {
    this.findings++
  }

  /** Takes the line away, so that what is printed next stands alone. */
  clear(): void {
    if (this.drawnText !== '') this.write('\r\u001b[2K')
    this.drawnText = ''
  }

  private draw(text: string): void {
    const fitting = text.slice(0, this.width() - 1)
    if (fitting !== this.drawnText) this.write(`\r\u001b[2K${fitting}`)
    this.drawnText = fitting
  }

  /** What is read. */
  private reading({ source, beside }: Progress, room: number): string {
    const others = beside === 0 ? '' : ` and ${beside} more`
    return `${tail(source, Math.max(0, room - others.length))}${others}`
  }

  private figuresOf(progress: Progress, at: number): readonly string[] {
    const { following, replayed, bytes } = progress
    if (!following && replayed !== null)
      return [`${mebibytes(bytes)} MiB read`, `${Math.floor(replayed * 100)} % put in order and replayed`]
    if (!following) return readingFigures(progress, at - this.started)
    if (following.lines > this.lines) this.lastLine = at
    this.lines = following.lines
    const silence = this.lines === 0 ? [] : [`the last ${duration((at - this.lastLine) / 1000)} ago`]
    return [
      `Following ${following.logs} log${following.logs === 1 ? '' : 's'}`,
      `${this.lines} new ${this.lines === 1 ? 'line' : 'lines'}`,
      ...silence,
    ]
  }
}

/** `512 of 2048 MiB (25 %), 256 MiB/s, 6 s left, 2 crashes`; without an end in sight `512 MiB, 256 MiB/s`. */
function readingFigures({ bytes, skipped, total, goReports }: Progress, ms: number): readonly string[] {
  const rate = bytes / (ms / 1000)
  const figures: string[] = []
  if (total === null) figures.push(`${mebibytes(bytes)} MiB`)
  else {
    const done = Math.min(total, bytes + skipped)
    figures.push(`${mebibytes(done)} of ${mebibytes(total)} MiB (${Math.floor((done / Math.max(1, total)) * 100)} %)`)
  }
  figures.push(`${mebibytes(rate)} MiB/s`)
  if (total !== null && ms >= SETTLED_MS && rate > 0) figures.push(`${duration(Math.max(0, total - skipped - bytes) / rate)} left`)
  return [...figures, ...counted(goReports, 'crash', 'crashes')]
}

function counted(count: number, one: string, several = `${one}s`): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`]
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
