import type { Instant } from '../../entry/entry.ts'
import { columns, cut, printable } from '../escape.ts'
import type { Look } from '../report.ts'
import { Canvas } from '../terminal/canvas.ts'
import { isoTime } from '../time.ts'
import { News } from './news.ts'
import type { MakePrinter, TimelinePrinter } from './printer.ts'
import type { GapRow, LineRow, Row } from './row.ts'
import { entityText, happened, inferredText, span, statesText } from './words.ts'

/** Rows whose widths are looked at together: columns grow with what comes later, and never shrink. */
const BATCH = 200
/** The widest that a column gets, as a share of the line; where lines are not cut, of this. */
const SHARES = { place: 0.12, entity: 0.22, states: 0.3 } as const
const UNCUT = 160
/** From this width on all states of an entity find room. */
const ROOMY = 110

type Column = keyof typeof SHARES
type Style = (text: string) => string

/** For people: one line per row, columns side by side, days apart. */
export const timelineTable: MakePrinter = (look) => new TimelineTable(look)

class TimelineTable implements TimelinePrinter {
  private held: Row[] = []
  private readonly widths: Record<Column, number> = { place: 0, entity: 0, states: 0 }
  private readonly sources = new Set<string>()
  /** The zone that all times are shown in: the first that is printed. */
  private zone: number | null = null
  private day = ''
  private readonly news = new News()
  private begun = false

  constructor(private readonly look: Look) {}

  push(row: Row): string {
    return this.held.push(row) < BATCH ? '' : this.end()
  }

  end(): string {
    if (this.held.length === 0) return ''
    const canvas = new Canvas(this.look)
    for (const row of this.held) this.measure(row)
    if (!this.begun) this.line(canvas, ['time', 'node', 'entity', 'state', 'what happened'], canvas.paint.dim)
    this.begun = true
    for (const row of this.held) {
      if (row.what === 'gap') this.gap(row, canvas)
      else this.row(row, canvas)
    }
    this.held = []
    return canvas.text()
  }

  private measure(row: Row): void {
    if (row.what === 'gap') return
    this.sources.add(row.where.source)
    const room = Math.min(this.look.width, UNCUT)
    const needed: Record<Column, string> = { place: this.place(row), entity: entityText(row), states: this.states(row) }
    for (const column of Object.keys(SHARES) as Column[]) {
      const wanted = columns(printable(needed[column]))
      this.widths[column] = Math.max(this.widths[column], Math.min(wanted, Math.floor(room * SHARES[column])))
    }
  }

  /** The node; of several sources that name none, the file. */
  private place({ node, where }: LineRow): string {
    if (node !== null) return node
    return this.sources.size > 1 ? where.source.slice(where.source.lastIndexOf('/') + 1) : ''
  }

  /** A narrow terminal has room for the main machine's alone. */
  private states(row: LineRow): string {
    return statesText(row, this.look.width >= ROOMY)
  }

  private row(row: LineRow, canvas: Canvas): void {
    const { paint } = canvas
    const [day, clock] = this.clock(row.time)
    if (day !== '' && day !== this.day) canvas.line((this.day = day), 0, paint.bold)
    const place = this.place(row)
    for (const step of row.steps.filter(({ course }) => course === 'inferred'))
      this.line(canvas, ['', place, entityText({ ...row, entity: step.entity }), `→ ${step.to}`, inferredText(step)], paint.dim)
    const isIllegal = row.steps.some(({ course }) => course === 'illegal')
    const worse = isIllegal || row.what === 'crash' || row.level === 'ERROR' || row.level === 'FATAL'
    const style: Style = worse ? paint.red : row.level === 'WARN' ? paint.yellow : (text) => text
    this.line(canvas, [clock, place, entityText(row), this.states(row), happened(row, this.news.of(row))], style)
  }

  private gap({ source, node, from, to }: GapRow, canvas: Canvas): void {
    const [, begin] = this.clock(from)
    const [day, end] = this.clock(to)
    const name = node === null || source.includes(node) ? source : `${node} (${source})`
    const until = day === this.day || this.day === '' ? end : `${day} ${end}`
    canvas.line(`--- ${name} is silent for ${span(to.ms - from.ms)}, from ${begin} to ${until} ---`, 0, canvas.paint.cyan)
  }

  /** @param cells time, place, entity, states, what happened; columns that no row needs are left out */
  private line(canvas: Canvas, [time, place, entity, states, what]: readonly [string, string, string, string, string], style: Style): void {
    const { dim, bold } = canvas.paint
    const plain: Style = (text) => text
    const { widths } = this
    const fixed: readonly (readonly [string, number, Style])[] = [
      [time, '00:00:00.000'.length, dim],
      [place, widths.place, plain],
      [entity, widths.entity, plain],
      [states, widths.states, states.startsWith('→') ? bold : plain],
    ]
    const cells = fixed
      .filter(([, width]) => width > 0)
      .map(([text, width, paint]) => [padded(text, width), style === dim ? dim : paint] as const)
    canvas.cells([...cells, [what, style]])
  }

  /** Day with zone, and time of day, in the zone of the first time that was shown. */
  private clock(time: Instant | null): readonly [day: string, clock: string] {
    if (time === null) return ['', '']
    this.zone ??= time.zone
    const iso = isoTime(time.zone === null ? time : { ms: time.ms, zone: this.zone })
    const [, day = '', clock = '', zone = ''] = /^([^T]*)T(\d\d:\d\d:\d\d\.\d{3})\d*(.*)$/.exec(iso ?? '') ?? []
    return [time.zone === null && this.day.startsWith(day) ? this.day : `${day} ${zone}`.trim(), clock]
  }
}

function padded(text: string, width: number): string {
  const shown = cut(printable(text), width)
  return shown + ' '.repeat(width - columns(shown))
}
