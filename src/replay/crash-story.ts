import type { Crash, EntityRef } from '../event/event.ts'
import type { Subject } from '../knowledge/contract.ts'
import type { History, Life, Replayed, Step } from './history.ts'

/** What a crash cut into. */
export interface CrashStory {
  /** The life of the process that it ended; null where no line tells of one. */
  readonly life: Life | null
  /** What ran on the node, jobs first, then tasks and subtasks. */
  readonly running: readonly Running[]
}

export interface Running {
  readonly entity: EntityRef
  /** As the last line before the crash had it. */
  readonly state: string
  /** The last step before it that TiDB's design allows; null when none was seen. */
  readonly lastLegal: Step | null
}

const KINDS: readonly string[] = ['job', 'task', 'subtask']
/** Entities that are told of one crash, and crashes that are looked into: a loop of them tells the same again and again. */
const MOST_RUNNING = 20
const MOST_CRASHES = 1_000
const NONE: readonly never[] = []

/** Joins crashes to what the replay knows of their node: which life they ended, and what ran there. */
export class CrashStories {
  private readonly histories = new Map<string, History[]>()
  private readonly quiet: ReadonlyMap<string, ReadonlySet<string>>
  private told = 0

  /** @param subjects tell in which states nothing runs */
  constructor(
    private readonly replayed: Replayed,
    subjects: readonly Subject[],
  ) {
    this.quiet = new Map(subjects.map(({ name, states }) => [name, new Set([...states.resting, ...states.final])]))
    const nodes = new Map(replayed.entities.map(({ ref, nodes }) => [`${ref.kind} ${ref.id}`, nodes]))
    for (const history of replayed.histories) {
      const { machine, entity } = history
      if (machine !== entity.kind || !KINDS.includes(machine)) continue
      const named = nodes.get(`${entity.kind} ${entity.id}`) ?? NONE
      for (const place of named.length > 0 ? named.map(placeOfNode) : placesOf(history)) this.put(place, history)
    }
  }

  /** @returns null for a crash that its process survived */
  of(crash: Crash): CrashStory | null {
    if (!crash.endedProcess || ++this.told > MOST_CRASHES) return null
    const place = crash.node === null ? crash.where.source : placeOfNode(crash.node)
    const running = (this.histories.get(place) ?? NONE).flatMap((history) => this.runningAt(history, crash))
    const byKind = running.sort((a, b) => KINDS.indexOf(a.entity.kind) - KINDS.indexOf(b.entity.kind))
    return { life: this.lifeOf(crash), running: byKind.slice(0, MOST_RUNNING) }
  }

  private runningAt({ machine, entity, steps }: History, crash: Crash): readonly Running[] {
    const before = steps.filter((step) => isBefore(step, crash))
    const last = before.at(-1)
    if (last === undefined || this.quiet.get(machine)?.has(last.to) !== false) return []
    return [{ entity, state: last.to, lastLegal: before.findLast(({ course }) => course !== 'illegal') ?? null }]
  }

  private lifeOf({ node, time }: Crash): Life | null {
    const { nodes } = this.replayed
    // Where no line names a node, all are of one process at a time.
    const lives = (node === null && nodes.length === 1 ? nodes[0] : nodes.find(({ id }) => id === node))?.lives ?? NONE
    return lives.find(({ start, end, endedBy }) => endedBy === 'crash' && end?.ms === time?.ms && (start ?? end) !== null) ?? null
  }

  private put(place: string, history: History): void {
    const known = this.histories.get(place)
    if (known === undefined) this.histories.set(place, [history])
    else known.push(history)
  }
}

/** No source has such a name. */
function placeOfNode(node: string): string {
  return `\0${node}`
}

/** The sources whose lines tell of an entity that no line puts on a node. */
function placesOf({ steps }: History): ReadonlySet<string> {
  return new Set(steps.flatMap(({ where }) => where?.source ?? []))
}

function isBefore({ time, where }: Step, crash: Crash): boolean {
  if (where === null) return false
  // Lines of a log that stands newest first come in the order of their times, whatever their numbers.
  if (time !== null && crash.time !== null && time.ms !== crash.time.ms) return time.ms < crash.time.ms
  return where.source === crash.where.source ? where.line < crash.where.line : time !== null && crash.time !== null
}
