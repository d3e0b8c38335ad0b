import type { Bonds } from './bonds.ts'
import type { Event } from './event.ts'
import type { PairRule } from './kin.ts'

interface Heard {
  readonly key: string
  readonly ms: number
  readonly order: number
}

/** Lines between the two of a pair when their times cannot be compared. */
const REACH = 50

/** Ties a task key to a task id because two lines of a node follow each other; only where one key alone fits. */
export class Pairs {
  private readonly heard = new Map<string, Heard[]>()
  private readonly keys: ReadonlySet<string>
  private readonly tasks: ReadonlySet<string>

  constructor(
    private readonly rule: PairRule,
    private readonly bonds: Bonds,
  ) {
    this.keys = new Set(rule.key)
    this.tasks = new Set(rule.task)
  }

  /** Whether lines of a kind have to do with the rule at all. */
  concerns(kind: string): boolean {
    return this.keys.has(kind) || this.tasks.has(kind)
  }

  /** @param said the task key that the line prints; @param order the line's number among all */
  see(event: Event, said: string | undefined, node: string, order: number): void {
    if (said !== undefined && this.keys.has(event.kind)) this.hear(node, { key: said, ms: event.time?.ms ?? Number.NaN, order })
    const task = event.ids.task
    if (task === undefined || !this.tasks.has(event.kind) || !this.fits(event)) return
    if (this.bonds.of('task', task, 'key') || this.bonds.of('task', task, 'job')) return
    const keys = new Set(this.recent(node, event, order).filter((it) => !this.isTaken(it, task)))
    const [key] = keys
    if (keys.size !== 1 || key === undefined) return
    this.bonds.tie('task', task, 'key', key, true)
    this.bonds.tie('key', key, 'task', task, true)
  }

  private hear(node: string, heard: Heard): void {
    const before = this.heard.get(node)?.filter(({ key, ms }) => key !== heard.key && !(heard.ms - ms > this.rule.withinMs)) ?? []
    this.heard.set(node, [...before.slice(-REACH), heard])
  }

  private fits(event: Event): boolean {
    return Object.entries(this.rule.only).every(([field, values]) => values.includes(event.fields[field] ?? ''))
  }

  private recent(node: string, event: Event, seen: number): string[] {
    const now = event.time?.ms ?? Number.NaN
    const near = ({ ms, order }: Heard): boolean => {
      const apart = now - ms
      return Number.isNaN(apart) ? seen - order <= REACH : apart >= 0 && apart <= this.rule.withinMs
    }
    return (this.heard.get(node) ?? []).filter(near).map(({ key }) => key)
  }

  private isTaken(key: string, task: string): boolean {
    const tie = this.bonds.of('key', key, 'task')
    return tie !== null && tie.id !== task
  }
}
