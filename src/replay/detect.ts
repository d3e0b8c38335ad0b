import type { Instant } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import { type Cause, Causes, ERROR_LENGTH } from './causes.ts'
import type { Coverage } from './coverage.ts'
import { compareTimes, type Detection, type LoopLimits, mergeLoops, PLAIN } from './detection.ts'
import { compareRefs, type Effort, Entities, type Known } from './entities.ts'
import { type FoundLoop, FoundLoops } from './found-loops.ts'
import { Healing } from './healing.ts'
import { detached } from './names.ts'
import { type Run, Runs } from './runs.ts'
import { withoutFields } from './slim.ts'
import { belongsTo } from './speech.ts'
import { Troubles } from './troubles.ts'

const SAMPLES = 2

/** What lines of one kind mean to the detectors. */
export interface Habit {
  /** They repeat while all is well. */
  readonly benign: boolean
  /** Kinds of entities whose work they show to have gone through. */
  readonly proofs: readonly EntityKind[]
}

/** Finds repetition without progress. Needs no signature: it knows kinds, errors and limits only as data. */
export class Detectors {
  private readonly runs: Runs
  private readonly causes = new Causes()
  private readonly found = new FoundLoops()
  readonly troubles = new Troubles()
  private readonly stuck: ReadonlySet<EntityKind>
  private readonly healing: Healing
  private order = 0

  constructor(
    private readonly limits: LoopLimits,
    private readonly entities = new Entities(),
  ) {
    this.runs = new Runs(entities)
    this.healing = new Healing(limits.healing)
    this.stuck = new Set(limits.entities)
  }

  habitOf(kind: string): Habit {
    return { benign: this.limits.benignKinds.includes(kind), proofs: this.healing.proofsOf(kind) }
  }

  /**
   * Takes in an event. Progress of a part is progress of the whole that the line names with it.
   * @param changed whether the line moved an entity of its to another state
   * @param habit what lines of its kind mean
   */
  see(event: Event, changed: boolean, habit = this.habitOf(event.kind)): void {
    const { entity } = event
    this.order++
    if (habit.proofs.length > 0) this.healing.see(event, this.order, habit.proofs)
    if (entity === null) return
    const known = this.entities.of(entity.kind, entity.id)
    const isStuck = this.stuck.has(entity.kind)
    if (isStuck) {
      this.readRetries(event, known)
      if (changed || this.progressed(event, known)) this.advance(event, known)
    }
    const error = habit.benign ? null : this.errorOf(event)
    if (error === null) return
    const cause = this.causes.of(error)
    this.troubles.see(event, known, error, cause)
    if (isStuck) this.repeat(event, known, error, cause)
  }

  /**
   * All detections, by kind and entity; several kinds of line of one loop are one.
   * @param coverage what the sources could have shown; not given: everything
   */
  close(coverage: Coverage | null = null): Detection[] {
    for (const run of this.runs.values()) this.finish(run)
    const isBlind = ({ detection: { nodes, samples } }: FoundLoop): boolean =>
      coverage?.blind(nodes[0] ?? null, samples[0]?.where.source ?? '') === true
    const lasting = this.found.all().map((list) => this.healing.lasting(list, isBlind))
    const merged = lasting.flatMap((list) => mergeLoops(list.map(({ detection }) => detection)))
    return merged.sort((a, b) => (a.kind === b.kind ? compareRefs(a.entity!, b.entity!) || compareTimes(a, b) : a.kind < b.kind ? -1 : 1))
  }

  private readRetries(event: Event, known: Known): void {
    const printed = event.fields[this.limits.retries.field]
    if (printed === undefined) return
    const tried = Number(printed)
    if (Number.isInteger(tried)) effortOf(known).tried = tried
  }

  private progressed({ fields }: Event, known: Known): boolean {
    const { progressFields } = this.limits
    let moved = false
    for (let i = 0; i < progressFields.length; i++) {
      const value = fields[progressFields[i] as string]
      if (value === undefined || value === '') continue
      const effort = effortOf(known)
      effort.progress ??= new Array(progressFields.length).fill(undefined)
      const before = effort.progress[i]
      if (before === value) continue
      effort.progress[i] = detached(value)
      if (before !== undefined) moved = true
    }
    return moved
  }

  private advance({ ids }: Event, known: Known): void {
    effortOf(known).epoch++
    for (const elder in ids)
      if (belongsTo(known.ref.kind, elder as EntityKind))
        effortOf(this.entities.of(elder as EntityKind, ids[elder as EntityKind] as string)).epoch++
  }

  /** @returns the error that the line carries, empty for a WARN or worse without one, null when it is no error */
  private errorOf({ row, fields, level }: Event): string | null {
    if (row === null) return null
    for (const field of this.limits.errorFields) {
      const error = fields[field]
      if (error === undefined || error === '' || error === '<nil>') continue
      return this.limits.benignErrors.some((text) => error.includes(text)) ? null : error
    }
    return level === 'WARN' || level === 'ERROR' || level === 'FATAL' ? '' : null
  }

  private repeat(event: Event, known: Known, error: string, cause: Cause): void {
    const hash = this.runs.hash(event, known, cause)
    const epoch = known.effort?.epoch ?? 0
    let run = this.runs.find(hash, event, known, cause)
    if (run !== undefined && (run.epoch !== epoch || this.paused(run, event))) {
      this.finish(run)
      this.runs.delete(run)
      run = undefined
    }
    if (run === undefined) {
      run = newRun(event, known, error, cause, hash, epoch)
      const oldest = this.runs.add(run)
      if (oldest !== null) this.finish(oldest)
    }
    this.count(run, event)
  }

  private count(run: Run, event: Event): void {
    const { storm } = this.limits
    run.count++
    run.last = this.order
    if (run.head.length < SAMPLES) run.head.push(withoutFields(event))
    else {
      if (run.tail.length === SAMPLES) run.tail.shift()
      run.tail.push(withoutFields(event))
    }
    if (event.time === null || run.stormed) return
    const { ms } = event.time
    run.times[run.timed++ % storm.count] = ms
    run.stormed = run.timed >= storm.count && ms - (run.times[run.timed % storm.count] as number) <= storm.withinMs
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
    const { ref, effort } = run.known
    const tried = effort?.tried ?? null
    const detection: Detection = {
      ...PLAIN,
      kind,
      entity: ref,
      nodes: run.node === null ? [] : [run.node],
      events: [run.kind],
      error: run.error,
      count: run.count,
      first,
      last,
      periodMs: first === null || last === null ? null : (last.ms - first.ms) / (run.count - 1),
      retriesLeft: tried === null ? null : Math.max(0, this.limits.retries.limit - tried),
      samples: [...run.head, ...run.tail],
      told: this.endOf(ref.kind, tried),
    }
    this.found.add(`${kind}\n${run.known.number}\n${run.cause.text}`, { detection, last: run.last, ids: run.ids, known: run.known })
  }

  /** Where trying again will end. */
  private endOf(kind: EntityKind, tried: number | null): Detection['told'] {
    const { limit, endless } = this.limits.retries
    if (tried !== null) return { limit: String(limit) }
    return endless.includes(kind) ? { endless: 'yes' } : {}
  }
}

function effortOf(known: Known): Effort {
  return (known.effort ??= { epoch: 0, tried: null, progress: null })
}

function newRun(event: Event, known: Known, error: string, cause: Cause, hash: number, epoch: number): Run {
  const { node, kind, ids, where } = event
  const told = { known, node, kind, error: detached(error.slice(0, ERROR_LENGTH)), cause, ids, place: node ?? where.source, hash, epoch }
  return { ...told, head: [], tail: [], times: [], timed: 0, count: 0, last: 0, stormed: false }
}
