import { Chalk, type ChalkInstance } from 'chalk'
import Table from 'cli-table3'
import { columns, cut, printable } from '../escape.ts'
import type { Look } from '../report.ts'

/** Text lines wider than this are hard to read however wide the terminal is. */
const READABLE = 110

/** A terminal narrower than this wraps by itself: cutting would leave nothing. */
const NARROWEST = 60

/** Collects the lines of the report. Whatever comes from a log goes through its methods, which make it printable first. */
export class Canvas {
  readonly paint: ChalkInstance
  private readonly lines: string[] = []
  private readonly width: number

  /** @param look a width that is not finite means that nothing is cut */
  constructor(look: Look) {
    this.paint = new Chalk({ level: look.color ? 1 : 0 })
    this.width = Math.max(NARROWEST, look.width)
  }

  text(): string {
    return `${this.lines.join('\n').trimEnd()}\n`
  }

  blank(): void {
    if (this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('')
  }

  heading(title: string): void {
    this.blank()
    this.lines.push(this.paint.bold.underline(title))
  }

  /** A line, indented, cut to the terminal; `style` colours what is left of it. */
  line(text: string, indent = 0, style: (text: string) => string = (plain) => plain): void {
    this.lines.push(' '.repeat(indent) + style(this.fit(printable(text), this.width - indent)))
  }

  /** Columns side by side on one line: each is made printable and coloured by itself, the last is cut to what is left. */
  cells(cells: readonly (readonly [text: string, style: (text: string) => string])[], indent = 0, gap = '  '): void {
    let left = this.width - indent
    const painted: string[] = []
    for (const [text, style] of cells) {
      const shown = this.fit(printable(text), left)
      left -= columns(shown) + gap.length
      painted.push(style(shown))
      if (left < 1) break
    }
    this.lines.push((' '.repeat(indent) + painted.join(gap)).trimEnd())
  }

  /** A paragraph, broken between words at the width of the terminal, never wider than is good to read. */
  paragraph(text: string, indent = 0, style: (text: string) => string = (plain) => plain): void {
    const room = Math.max(20, Math.min(this.width, READABLE) - indent)
    for (const part of text.split('\n')) {
      for (const line of wrap(printable(part), room)) this.lines.push(' '.repeat(indent) + style(line))
    }
  }

  /** A table without frame; empty columns stay out. Cells are made printable and no wider than half the terminal; `head` is dimmed. */
  table(head: readonly string[], rows: readonly (readonly string[])[], indent = 2): void {
    const used = head.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''))
    const keep = <T>(row: readonly T[]): T[] => row.filter((_, column) => used[column])
    const table = new Table({
      chars: FRAMELESS,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true },
      head: keep(head),
    })
    for (const row of rows) table.push(keep(row.map((cell) => this.fit(printable(cell), Math.max(24, Math.floor(this.width / 2))))))
    // Painted after cutting: a colour that is cut off before its end would run on.
    const [first = '', ...rest] = table
      .toString()
      .split('\n')
      .map((line) => this.fit(line, this.width - indent).trimEnd())
    this.lines.push(' '.repeat(indent) + this.paint.dim(first), ...rest.map((line) => ' '.repeat(indent) + line))
  }

  private fit(text: string, width: number): string {
    return Number.isFinite(width) ? cut(text, Math.max(1, width)) : text
  }
}

const FRAMELESS = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid']
    .concat(['right', 'right-mid', 'middle'])
    .map((place) => [place, '']),
)

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(' ')) {
    const size = columns(word)
    if (line !== '' && used + 1 + size > width) {
      lines.push(line)
      line = ''
    }
    used = line === '' ? size : used + 1 + size
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
