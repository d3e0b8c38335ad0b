import type { EntityKind } from '../knowledge/contract.ts'
import { taskKeyJob } from '../knowledge/spellings.ts'
import type { Bond } from './kin.ts'

export type Child = 'subtask' | 'task' | 'key' | 'engine'
/** Through whom an entity may belong to another, nearest first. */
const THROUGH: Readonly<Record<Exclude<Child, 'key'>, readonly Child[]>> = { engine: ['subtask', 'task'], subtask: ['task'], task: ['key'] }

interface Tie {
  readonly id: string
  readonly inferred: boolean
}

/**
 * What belongs to what, learned from the lines. A tie that a line shows outweighs an inferred one; two lines that contradict each other
 * leave nothing to go by.
 */
export class Bonds {
  private readonly ties = new Map<string, Tie | null>()
  private readonly children = new Map<Child, Set<string>>()

  /** Takes in the ids that stand on one line, `key` being a task key. */
  learn(ids: Partial<Record<EntityKind, string>>, key: string | undefined, inferred: readonly EntityKind[]): void {
    const known = (kind: EntityKind): string | undefined => (inferred.includes(kind) ? undefined : ids[kind])
    const [job, task, subtask, engine] = [known('job'), known('task'), known('subtask'), known('engine')]
    if (subtask !== undefined) this.all('subtask', subtask, { task, job })
    if (task !== undefined) this.all('task', task, { key, job })
    if (key !== undefined) this.all('key', key, { task, job })
    if (engine !== undefined) this.all('engine', engine, { subtask, task, job })
  }

  tie(child: Child, id: string, parent: string, to: string, inferred: boolean): void {
    this.children.set(child, (this.children.get(child) ?? new Set()).add(id))
    const place = `${child} ${id} ${parent}`
    const before = this.ties.get(place)
    if (before === undefined || (before?.inferred && !inferred)) this.ties.set(place, { id: to, inferred })
    else if (before !== null && before.id !== to && before.inferred === inferred) this.ties.set(place, null)
  }

  /** The entity of that kind that `child` belongs to, through its kin where no line ties them directly. */
  of(child: Child, id: string, parent: Child | 'job'): Tie | null {
    const direct = this.ties.get(`${child} ${id} ${parent}`)
    if (direct !== undefined) return direct
    if (child === 'key') return parent === 'job' ? keyJob(id) : null
    for (const between of THROUGH[child]) {
      const tie = between === parent ? null : this.ties.get(`${child} ${id} ${between}`)
      const further = tie ? this.of(between, tie.id, parent) : null
      if (tie && further) return { id: further.id, inferred: tie.inferred || further.inferred }
    }
    return null
  }

  ids(child: Child): readonly string[] {
    return [...(this.children.get(child) ?? [])]
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

  private all(child: Child, id: string, parents: Readonly<Record<string, string | undefined>>): void {
    this.children.set(child, (this.children.get(child) ?? new Set()).add(id))
    for (const [parent, to] of Object.entries(parents)) if (to !== undefined) this.tie(child, id, parent, to, false)
  }
}

function keyJob(key: string): Tie | null {
  const job = taskKeyJob(key)?.job
  return job === undefined ? null : { id: job, inferred: false }
}
