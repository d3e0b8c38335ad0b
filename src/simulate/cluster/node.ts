import type { Shows } from '../../knowledge/contract.ts'
import type { Clock } from './clock.ts'
import { type Era, isSurelyIn, since } from './era.ts'
import { Life } from './life.ts'
import { type Fields, type Level, type Line, type Mark, print } from './line.ts'
import type { Random } from './random.ts'
import { rowOf } from './rows.ts'

/** An entity that a line is about: in the state that it is in, or in one that the line is ahead of. */
export type About = Life | { readonly life: Life; readonly state: string }

/** What a line carries beside its message and fields. */
export interface More {
  /** Printed as it is behind the fields, such as the `[]` of a nil error. */
  readonly tail?: string
  readonly about?: readonly About[]
}

/** Where a machine of the process's memory is when there is no process. */
const EMPTY: Readonly<Record<string, string>> = {
  ...{ owner: 'idle', scheduler: 'exited', executor: 'exited', backend: 'absent', engine: 'absent', checkpoint: 'closed' },
  ...{ 'flush-lock': 'released', 'reorg-ctx': 'absent', node: 'stopped', server: 'stopped' },
}

/** One tidb-server, and the log that it writes. */
export class Node {
  uuid: string
  alive = true
  private written: Line[] = []
  private readonly held = new Map<string, Life>()

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

  /** What the process holds in memory, by machine and id. */
  life(machine: string, id: string | number): Life {
    const key = `${machine} ${id}`
    const known = this.held.get(key)
    if (known !== undefined) return known
    const life = new Life(machine, String(id), this.name, EMPTY[machine] as string)
    this.held.set(key, life)
    return life
  }

  get lives(): readonly Life[] {
    return [...this.held.values()]
  }

  /**
   * Prints a line now and lets a moment go by.
   * @param file the caller's file name; its line number follows from the message
   */
  say(clock: Clock, level: Level, file: string, message: string, fields: Fields = {}, { tail = '', about = [] }: More = {}): void {
    const place = `${file}:${100 + (checksum(`${file}${message}${this.era.name}`) % 1_700)}`
    const row = rowOf(this.era, level, file, message, fields)
    const shows = row?.shows?.filter((show) => isSurelyIn(this.era, show)) ?? []
    const marks = about.flatMap((it) => markOf(shows, it))
    this.written.push({ node: this.name, ms: clock.ms, level, place, message, fields, tail, row, marks })
    clock.pass(0.2 + this.random.next())
  }

  /** A line of the DDL module, with the prefix or the category of its era. */
  ddl(
    clock: Clock,
    level: Level,
    file: string,
    message: string,
    fields: Fields = {},
    about: readonly About[] = [],
    area: 'ddl' | 'ddl-ingest' = 'ddl',
  ): void {
    if (!since(this.era, 'v7.5')) this.say(clock, level, file, `[${area}] ${message}`, fields, { about })
    else this.say(clock, level, file, message, { category: area, ...fields }, { about })
  }

  ingest(clock: Clock, level: Level, file: string, message: string, fields: Fields = {}, { tail = '', about = [] }: More = {}): void {
    if (tail === '') this.ddl(clock, level, file, message, fields, about, 'ddl-ingest')
    else this.say(clock, level, file, message, since(this.era, 'v7.5') ? { category: 'ddl-ingest', ...fields } : fields, { tail, about })
  }

  /** What was printed, in the order in which it was written. */
  get lines(): readonly Line[] {
    const sorted = this.written
      .map((line, seq) => ({ line, seq }))
      .sort((a, b) => Math.floor(a.line.ms) - Math.floor(b.line.ms) || a.seq - b.seq)
    return sorted.map(({ line }) => line)
  }

  log(): string {
    return this.lines.map((line) => `${print(line)}\n`).join('')
  }

  /** The log as it is when it was collected from `from` to `to`. */
  excerpt(from: number, to: number): void {
    this.written = this.written.filter(({ ms }) => ms >= from && ms < to)
  }

  /** What a dead process had not printed yet is never printed, and what it held is gone. */
  die(clock: Clock): void {
    this.excerpt(Number.NEGATIVE_INFINITY, clock.ms)
    this.alive = false
    for (const life of this.lives) life.end(EMPTY[life.machine] as string)
  }
}

function markOf(shows: readonly Shows[], it: About): readonly Mark[] {
  const { life, state } = it instanceof Life ? { life: it, state: it.state } : it
  const show = shows.find(({ machine }) => machine === life.machine)
  return show === undefined ? [] : [{ life, state, when: show.when, ahead: state !== life.state }]
}

function checksum(text: string): number {
  let sum = 7
  for (const char of text) sum = (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0
  return sum
}
