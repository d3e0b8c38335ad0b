import type { Instant } from '../entry/entry.ts'
import type { Crash, Event } from '../event/event.ts'
import type { ClockRecord, Life, NodeRecord } from './history.ts'
import { type NodeKinds, versionTold } from './node-kinds.ts'
import { Ownership, type OwnerTests } from './ownership.ts'

/** What an event meant for the process that printed it. */
export type Turn = 'started' | 'ending' | null

interface OpenLife {
  start: Instant | null
  end: Instant | null
  endedBy: Life['endedBy']
  /** Time of its first line. */
  readonly begun: Instant | null
  /** Kinds of `start` that belong to this life's beginning. */
  readonly announced: Set<string>
  leaving: boolean
}

interface Host {
  readonly lives: OpenLife[]
  readonly versions: string[]
  last: Instant | null
}

/** A process prints a little before it names itself, and a crash's last lines may come after it. */
const BREATH_MS = 2_000
const UNNAMED = 'unknown'

/** What lines of one kind may tell of a process. */
export interface Tells {
  readonly starts: boolean
  readonly shutsDown: boolean
  readonly ends: boolean
  readonly anew: boolean
  readonly perhapsAnew: boolean
  readonly witness: boolean
  /** Fields that hold a version. */
  readonly versions: readonly string[]
  readonly owner: OwnerTests | null
}

/** The processes behind the lines: when they lived, how they ended, which version they were, who owned DDL. */
export class Nodes {
  private readonly hosts = new Map<string, Host>()
  private readonly order: string[] = []
  private readonly ownership: Ownership
  private lastId = ''
  private lastHost: Host | null = null

  constructor(private readonly kinds: NodeKinds) {
    this.ownership = new Ownership(kinds)
  }

  /** Every version, in the order in which they were last named. */
  get versions(): readonly string[] {
    return this.order
  }

  tellsOf(kind: string): Tells {
    const { start, shutdown, closed, anew, perhapsAnew, witness, versions } = this.kinds
    const told = { starts: start.includes(kind), shutsDown: shutdown.includes(kind), ends: closed.includes(kind) }
    return {
      ...told,
      anew: anew.includes(kind),
      perhapsAnew: perhapsAnew.includes(kind),
      witness: told.starts || told.shutsDown || told.ends || witness.includes(kind),
      versions: versions[kind] ?? [],
      owner: this.ownership.testsOf(kind),
    }
  }

  /**
   * @param tells what lines of its kind tell
   * @returns what it meant for its process, and whether a recovery row may be assumed after it
   */
  see(event: Event, tells = this.tellsOf(event.kind)): { readonly turn: Turn; readonly witness: boolean } {
    const id = event.node ?? UNNAMED
    const host = this.host(id)
    const turn = event.row === null ? null : this.live(id, host, event, tells)
    if (event.time !== null && (host.last === null || event.time.ms > host.last.ms)) host.last = event.time
    if (tells.versions.length > 0) this.readVersion(host, event, tells.versions)
    const changed = tells.owner !== null && this.ownership.see(id, event, tells.owner)
    const witness = changed || tells.witness
    return turn === null ? (witness ? WITNESS : NO_NEWS) : { turn, witness }
  }

  crash(crash: Crash): void {
    const id = crash.node ?? UNNAMED
    const host = this.host(id)
    if (!crash.endedProcess) return
    const life = current(host)
    if (life.endedBy === 'open') endLife(life, crash.time ?? host.last, 'crash')
    this.ownership.end(id, life.end)
  }

  /** Records by id. Lines without a node make a record `unknown` only when they tell something of a process, and a version only when alone. */
  records(clocks: ReadonlyMap<string, ClockRecord> = new Map()): NodeRecord[] {
    const alone = this.hosts.size === 1
    return [...this.hosts]
      .map(([id, { lives, versions }]) => ({
        id,
        versions: [...versions],
        lives: lives.map(({ start, end, endedBy }) => ({ start, end, endedBy })),
        ddlOwner: this.ownership.of(id),
        clock: clocks.get(id) ?? null,
      }))
      .filter(
        (it) =>
          it.id !== UNNAMED ||
          (alone && it.versions.length > 0) ||
          it.ddlOwner.length > 0 ||
          it.lives.some((life) => life.endedBy !== 'open'),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  private host(id: string): Host {
    if (this.lastHost !== null && id === this.lastId) return this.lastHost
    let host = this.hosts.get(id)
    if (host === undefined) {
      host = { lives: [], versions: [], last: null }
      this.hosts.set(id, host)
    }
    this.lastId = id
    return (this.lastHost = host)
  }

  private live(id: string, host: Host, event: Event, tells: Tells): Turn {
    if (tells.starts) return this.start(id, host, event)
    const life = host.lives[host.lives.length - 1]
    if (life === undefined || (life.endedBy === 'crash' && after(life.end, event.time) > BREATH_MS))
      host.lives.push(openLife(null, event.time))
    return tells.shutsDown || tells.ends ? this.endings(id, host, event, tells) : null
  }

  private start(id: string, host: Host, event: Event): Turn {
    const life = host.lives.at(-1)
    if (life?.endedBy === 'open') {
      const sameStart = life.announced.size > 0 ? !life.announced.has(event.kind) : after(life.begun, event.time) <= BREATH_MS
      if (sameStart) {
        const named = life.announced.size > 0
        life.announced.add(event.kind)
        life.start ??= life.begun
        return named ? null : 'started'
      }
      endLife(life, host.last, life.leaving ? 'shutdown' : 'unknown')
    }
    if (life !== undefined) this.ownership.end(id, life.end)
    const next = openLife(event.time, event.time)
    next.announced.add(event.kind)
    host.lives.push(next)
    return 'started'
  }

  private endings(id: string, host: Host, event: Event, tells: Tells): Turn {
    const life = current(host)
    if (tells.shutsDown) life.leaving = true
    else if (life.endedBy !== 'crash') {
      endLife(life, event.time ?? host.last, 'shutdown')
      this.ownership.end(id, life.end)
    }
    return 'ending'
  }

  private readVersion(host: Host, event: Event, fields: readonly string[]): void {
    const version = versionTold(event, fields)
    if (version === null) return
    moveToEnd(host.versions, version)
    moveToEnd(this.order, version)
  }
}

const NO_NEWS = { turn: null, witness: false } as const
const WITNESS = { turn: null, witness: true } as const

function openLife(start: Instant | null, begun: Instant | null): OpenLife {
  return { start, begun, end: null, endedBy: 'open', announced: new Set(), leaving: false }
}

function current(host: Host): OpenLife {
  const life = host.lives.at(-1) ?? openLife(null, null)
  if (host.lives.length === 0) host.lives.push(life)
  return life
}

function endLife(life: OpenLife, end: Instant | null, endedBy: Life['endedBy']): void {
  life.end = end
  life.endedBy = endedBy
}

/** Milliseconds from one instant to another; NaN, which is neither more nor less than anything, when one is not known. */
function after(from: Instant | null, to: Instant | null): number {
  return (to?.ms ?? Number.NaN) - (from?.ms ?? Number.NaN)
}

function moveToEnd(list: string[], value: string): void {
  if (list[list.length - 1] === value) return
  const at = list.indexOf(value)
  if (at >= 0) list.splice(at, 1)
  list.push(value)
}
