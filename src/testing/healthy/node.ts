import { type Clock, stamp } from './clock.ts'
import { type Era, since } from './era.ts'
import type { Random } from './random.ts'

export type Fields = Readonly<Record<string, string | number | boolean>>
export type Level = 'INFO' | 'WARN' | 'ERROR'

/** One tidb-server, and the log that it writes. */
export class Node {
  uuid: string
  alive = true
  private readonly lines: { readonly ms: number; readonly text: string }[] = []

  constructor(
    readonly era: Era,
    readonly name: string,
    readonly random: Random,
  ) {
    this.uuid = random.uuid()
  }

  get address(): string {
    return `${this.name}.tc-tidb-peer.test.svc:4000`
  }

  /**
   * Prints a line now and lets a moment go by.
   * @param file the caller's file name; its line number follows from the message
   * @param tail printed as it is behind the fields, such as the `[]` of a nil error
   */
  say(clock: Clock, level: Level, file: string, message: string, fields: Fields = {}, tail = ''): void {
    const place = `${file}:${100 + (checksum(`${file}${message}${this.era.name}`) % 1_700)}`
    const printed = Object.entries(fields).map(([key, value]) => ` [${quoted(key)}=${quoted(String(value))}]`)
    this.lines.push({ ms: clock.ms, text: `[${stamp(clock.ms)}] [${level}] [${place}] [${quoted(message)}]${printed.join('')}${tail}` })
    clock.pass(0.2 + this.random.next())
  }

  /** A line of the DDL module, with the prefix or the category of its era. */
  ddl(clock: Clock, level: Level, file: string, message: string, fields: Fields = {}, area: 'ddl' | 'ddl-ingest' = 'ddl'): void {
    if (!since(this.era, 'v7.5')) this.say(clock, level, file, `[${area}] ${message}`, fields)
    else this.say(clock, level, file, message, { category: area, ...fields })
  }

  ingest(clock: Clock, level: Level, file: string, message: string, fields: Fields = {}, tail = ''): void {
    if (tail === '') this.ddl(clock, level, file, message, fields, 'ddl-ingest')
    else this.say(clock, level, file, message, since(this.era, 'v7.5') ? { category: 'ddl-ingest', ...fields } : fields, tail)
  }

  /** The log, in the order in which it was written. */
  log(): string {
    const sorted = this.lines.map((line, seq) => ({ ...line, seq })).sort((a, b) => Math.floor(a.ms) - Math.floor(b.ms) || a.seq - b.seq)
    return sorted.map(({ text }) => `${text}\n`).join('')
  }

  /** The log as it is when it was collected from `from` to `to`. */
  excerpt(from: number, to: number): void {
    const kept = this.lines.filter(({ ms }) => ms >= from && ms < to)
    this.lines.splice(0, this.lines.length, ...kept)
  }

  /** What a dead process had not printed yet is never printed. */
  die(clock: Clock): void {
    this.excerpt(Number.NEGATIVE_INFINITY, clock.ms)
    this.alive = false
  }
}

/** Quotes as zap's text encoder does: only where a character asks for it. */
function quoted(text: string): string {
  return /^[^\s"=[\]\\]+$/.test(text) ? text : JSON.stringify(text)
}

function checksum(text: string): number {
  let sum = 7
  for (const char of text) sum = (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0
  return sum
}
