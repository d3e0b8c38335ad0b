import type { Instant } from '../entry/entry.ts'
import type { EntityRef, Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import { compareTimes, type Detection, type DetectLimits, mergeLoops } from './detection.ts'
import { Healing } from './healing.ts'
import { belongsTo, compareRefs } from './kinship.ts'

interface Run {
  readonly entity: EntityRef
  readonly node: string | null
  readonly kind: string
  readonly error: string
  readonly cause: string
  readonly head: Event[]
  readonly tail: Event[]
  count: number
  /** Place of its last line in the order of all events. */
  last: number
  epoch: number
  /** Times of the last few, for the storm's window; as many as its count asks for. */
  readonly times: number[]
  stormed: boolean
}

const SAMPLES = 2
const MOST_RUNS = 4_000
const ERROR_LENGTH = 300

/** Finds repetition without progress. Needs no signature: it knows kinds, errors and limits only as data. */
export class Detectors {
  private readonly runs = new Map<string, Run>()
  private readonly found = new Map<string, { readonly detection: Detection; readonly last: number }[]>()
  /** Counts the signs of progress of each entity. */
  private readonly epochs = new Map<string, number>()
  private readonly progress = new Map<string, string>()
  private readonly tried = new Map<string, number>()
  private readonly benignKinds: ReadonlySet<string>
  private readonly healing: Healing
  private order = 0

  constructor(private readonly limits: DetectLimits) {
    this.healing = new Healing(limits.healing)
    this.benignKinds = new Set(limits.benignKinds)
  }

  /**
   * Takes in an event. Progress of a part is progress of the whole that the line names with it.
   * @param changed whether the line moved an entity of its to another state
   */
  see(event: Event, changed: boolean): void {
    const { entity } = event
    this.healing.see(event, ++this.order)
    if (entity === null || !this.limits.entities.includes(entity.kind)) return
    this.readRetries(event, entity)
    if (changed || this.progressed(event, entity)) this.advance(event, entity)
    const error = this.errorOf(event)
    if (error === null) return
    this.repeat(event, entity, error)
  }

  /** All detections, by kind and entity; several kinds of line of one loop are one. */
  close(): Detection[] {
    for (const run of this.runs.values()) this.finish(run)
    const lasting = [...this.found.values()].map((list) => list.filter(({ detection, last }) => !this.healing.passed(detection, last)))
    const merged = lasting.flatMap((list) => mergeLoops(list.map(({ detection }) => detection)))
    return merged.sort((a, b) => (a.kind === b.kind ? compareRefs(a.entity, b.entity) || compareTimes(a, b) : a.kind < b.kind ? -1 : 1))
  }

  private readRetries(event: Event, { kind, id }: EntityRef): void {
    const printed = event.fields[this.limits.retries.field]
    if (printed === undefined) return
    const tried = Number(printed)
    if (Number.isInteger(tried)) this.tried.set(`${kind} ${id}`, tried)
  }

  private progressed(event: Event, entity: EntityRef): boolean {
    let moved = false
    for (const field of this.limits.progressFields) {
      const value = event.fields[field]
      if (value === undefined || value === '') continue
      const key = `${entity.kind} ${entity.id} ${field}`
      const before = this.progress.get(key)
      if (before !== value) this.progress.set(key, value)
      moved ||= before !== undefined && before !== value
    }
    return moved
  }

  private advance(event: Event, { kind, id }: EntityRef): void {
    this.turn(kind, id)
    for (const elder in event.ids)
      if (belongsTo(kind, elder as EntityKind)) this.turn(elder as EntityKind, event.ids[elder as EntityKind] as string)
  }

  private turn(kind: EntityKind, id: string): void {
    const key = `${kind} ${id}`
    this.epochs.set(key, (this.epochs.get(key) ?? 0) + 1)
  }

  /** @returns the error that the line carries, empty for a WARN or worse without one, null when it is no error */
  private errorOf(event: Event): string | null {
    if (event.row === null || this.benignKinds.has(event.kind)) return null
    const error = this.limits.errorFields.map((field) => event.fields[field] ?? '').find((it) => it !== '' && it !== '<nil>')
    if (error === undefined) return event.level === 'ERROR' || event.level === 'FATAL' || event.level === 'WARN' ? '' : null
    return this.limits.benignErrors.some((text) => error.includes(text)) ? null : error
  }

  private repeat(event: Event, entity: EntityRef, error: string): void {
    const cause = withoutNumbers(error.slice(0, ERROR_LENGTH))
    const others = Object.entries(event.ids).map(([kind, id]) => `${kind}=${id}`)
    const key = [event.kind, entity.kind, entity.id, event.node ?? event.where.source, ...others.sort(), cause].join('\n')
    const epoch = this.epochs.get(`${entity.kind} ${entity.id}`) ?? 0
    let run = this.runs.get(key)
    if (run !== undefined && (run.epoch !== epoch || this.paused(run, event))) {
      this.finish(run)
      run = undefined
    }
    if (run === undefined) {
      run = newRun(event, entity, error, cause, epoch)
      this.runs.delete(key)
      if (this.runs.size >= MOST_RUNS) this.dropOldest()
      this.runs.set(key, run)
    }
    this.count(run, event)
  }

  private count(run: Run, event: Event): void {
    run.count++
    run.last = this.order
    if (run.head.length < SAMPLES) run.head.push(event)
    else run.tail.push(event)
    if (run.tail.length > SAMPLES) run.tail.shift()
    if (event.time === null || run.stormed) return
    run.times.push(event.time.ms)
    if (run.times.length > this.limits.storm.count) run.times.shift()
    run.stormed = run.times.length >= this.limits.storm.count && event.time.ms - (run.times[0] as number) <= this.limits.storm.withinMs
    if (run.stormed) run.times.length = 0
  }

  private paused(run: Run, event: Event): boolean {
    const last = run.tail.at(-1) ?? run.head.at(-1)
    return (event.time?.ms ?? Number.NaN) - (last?.time?.ms ?? Number.NaN) > this.limits.livelock.pauseMs
  }

  private finish(run: Run): void {
    const { livelock } = this.limits
    const first = run.head[0]?.time ?? null
    const last = (run.tail.at(-1) ?? run.head.at(-1))?.time ?? null
    const span = first === null || last === null ? livelock.spanMs : last.ms - first.ms
    if (run.count >= livelock.count && span >= livelock.spanMs) this.keep('livelock', run, first, last)
    else if (run.stormed) this.keep('retry-storm', run, first, last)
  }

  private keep(kind: Detection['kind'], run: Run, first: Instant | null, last: Instant | null): void {
    const key = `${kind}\n${run.entity.kind}\n${run.entity.id}\n${run.cause}`
    const list = this.found.get(key) ?? []
    const tried = this.tried.get(`${run.entity.kind} ${run.entity.id}`)
    this.found.set(key, list)
    const detection: Detection = {
      kind,
      entity: run.entity,
      nodes: run.node === null ? [] : [run.node],
      events: [run.kind],
      error: run.error.slice(0, ERROR_LENGTH),
      count: run.count,
      first,
      last,
      periodMs: first === null || last === null ? null : (last.ms - first.ms) / (run.count - 1),
      retriesLeft: tried === undefined ? null : Math.max(0, this.limits.retries.limit - tried),
      samples: [...run.head, ...run.tail],
    }
    list.push({ detection, last: run.last })
  }

  private dropOldest(): void {
    const [key, run] = this.runs.entries().next().value as [string, Run]
    this.finish(run)
    this.runs.delete(key)
  }
}

function newRun(event: Event, entity: EntityRef, error: string, cause: string, epoch: number): Run {
  const told = { entity, node: event.node, kind: event.kind, error, cause }
  return { ...told, epoch, head: [], tail: [], times: [], count: 0, last: 0, stormed: false }
}

/** Times, counts, addresses and ids differ between two tellings of one error; what is left is the error. */
function withoutNumbers(text: string): string {
  return text.replace(/0x[0-9a-f]+|[0-9][0-9.]*/gi, '#')
}
