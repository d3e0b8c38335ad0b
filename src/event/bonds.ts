import type { EntityKind } from '../knowledge/contract.ts'
import { taskKeyJob } from '../knowledge/spellings.ts'
import type { Bond } from './kin.ts'

export type Child = 'subtask' | 'task' | 'key' | 'engine'
type Parent = Child | 'job'

/** Through whom an entity may belong to another, nearest first. */
const THROUGH: Readonly<Record<Exclude<Child, 'key'>, readonly Child[]>> = { engine: ['subtask', 'task'], subtask: ['task'], task: ['key'] }
const MOST_KEYS = 10_000

interface Tie {
  readonly id: string
  readonly inferred: boolean
}

/** What one entity belongs to; null where lines contradict each other. */
class Ties {
  job: Tie | null | undefined = undefined
  key: Tie | null | undefined = undefined
  task: Tie | null | undefined = undefined
  subtask: Tie | null | undefined = undefined
  engine: Tie | null | undefined = undefined

  /** A tie that a line shows outweighs an inferred one. */
  put(parent: Parent, id: string, inferred: boolean): void {
    const before = this[parent]
    if (before === undefined || (before?.inferred && !inferred)) this[parent] = { id, inferred }
    else if (before !== null && before.id !== id && before.inferred === inferred) this[parent] = null
  }
}

/**
 * What belongs to what, learned from the lines. A tie that a line shows outweighs an inferred one; two lines that contradict each other
 * leave nothing to go by.
 */
export class Bonds {
  private readonly ties: Readonly<Record<Child, Map<string, Ties>>> = {
    subtask: new Map(),
    task: new Map(),
    key: new Map(),
    engine: new Map(),
  }
  private readonly jobs = new Map<string, Tie | null>()

  /** Takes in the ids that stand on one line, `key` being a task key. */
  learn(ids: Partial<Record<EntityKind, string>>, key: string | undefined, inferred: readonly EntityKind[]): void {
    const job = shown('job', ids, inferred)
    const task = shown('task', ids, inferred)
    const subtask = shown('subtask', ids, inferred)
    const engine = shown('engine', ids, inferred)
    if (subtask !== undefined) this.learnOf('subtask', subtask, job, undefined, task, undefined)
    if (task !== undefined) this.learnOf('task', task, job, key, undefined, undefined)
    if (key !== undefined) this.learnOf('key', key, job, undefined, task, undefined)
    if (engine !== undefined) this.learnOf('engine', engine, job, undefined, task, subtask)
  }

  tie(child: Child, id: string, parent: Parent, to: string, inferred: boolean): void {
    this.tiesOf(child, id).put(parent, to, inferred)
  }

  /** The entity of that kind that `child` belongs to, through its kin where no line ties them directly. */
  of(child: Child, id: string, parent: Parent): Tie | null {
    const ties = this.ties[child].get(id)
    const direct = ties?.[parent]
    if (direct !== undefined) return direct
    if (child === 'key') return parent === 'job' ? this.jobOf(id) : null
    if (ties === undefined) return null
    for (const between of THROUGH[child]) {
      const tie = between === parent ? null : ties[between]
      const further = tie ? this.of(between, tie.id, parent) : null
      if (tie && further) return tie.inferred && !further.inferred ? { id: further.id, inferred: true } : further
    }
    return null
  }

  /** The job in a task key's text. */
  jobOf(key: string): Tie | null {
    let job = this.jobs.get(key)
    if (job === undefined) {
      const id = taskKeyJob(key)?.job
      job = id === undefined ? null : { id, inferred: false }
      if (this.jobs.size >= MOST_KEYS) this.jobs.clear()
      this.jobs.set(key, job)
    }
    return job
  }

  ids(child: Child): readonly string[] {
    return [...this.ties[child].keys()]
  }

  bond(child: Child, id: string): Bond {
    const [task, job, key] = [child === 'task' ? null : this.of(child, id, 'task'), this.of(child, id, 'job'), this.of(child, id, 'key')]
    return {
      task: task?.id ?? null,
      job: job?.id ?? null,
      key: key?.id ?? null,
      inferred: [task, job, key].some((tie) => tie?.inferred === true),
    }
  }

  private learnOf(
    child: Child,
    id: string,
    job: string | undefined,
    key: string | undefined,
    task: string | undefined,
    subtask: string | undefined,
  ): void {
    const ties = this.tiesOf(child, id)
    if (job !== undefined) ties.put('job', job, false)
    if (key !== undefined) ties.put('key', key, false)
    if (task !== undefined) ties.put('task', task, false)
    if (subtask !== undefined) ties.put('subtask', subtask, false)
  }

  private tiesOf(child: Child, id: string): Ties {
    let ties = this.ties[child].get(id)
    if (ties === undefined) this.ties[child].set(id, (ties = new Ties()))
    return ties
  }
}

/** The id of that kind that stands on the line. */
function shown(kind: EntityKind, ids: Partial<Record<EntityKind, string>>, inferred: readonly EntityKind[]): string | undefined {
  return inferred.length > 0 && inferred.includes(kind) ? undefined : ids[kind]
}
