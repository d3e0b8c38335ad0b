import type { Bonds } from './bonds.ts'
import type { Event } from './event.ts'
import type { LastPairRule } from './kin.ts'

interface Seen {
  type: string | null
  first: number
  last: number
  created: number
  finished: number
}

/** Remembers jobs and tasks, and at the end ties the one job to the one task that are left over, when the job's life allows it. */
export class LastPair {
  private readonly jobs = new Map<string, Seen>()
  private readonly tasks = new Map<string, Seen>()

  constructor(
    private readonly rule: LastPairRule,
    private readonly bonds: Bonds,
  ) {}

  see(event: Event): void {
    const { ids, fields, kind, inferred } = event
    if (ids.job !== undefined && !inferred.includes('job')) {
      const job = seen(this.jobs, ids.job, event)
      if (job.type === null && fields['job.ID'] === ids.job) job.type = fields['job.Type'] ?? null
      if (event.time && this.rule.created.includes(kind)) job.created = Math.min(job.created, event.time.ms)
      if (event.time && this.rule.finished.includes(kind)) job.finished = Math.max(job.finished, event.time.ms)
    }
    if (ids.task === undefined || inferred.includes('task')) return
    const task = seen(this.tasks, ids.task, event)
    task.type ??= fields['task-type'] ?? fields.type ?? null
  }

  /** Jobs whose type no line says count as well: with one of those about, nothing is certain. */
  settle(): void {
    const taken = new Set([...this.tasks.keys()].map((task) => this.bonds.of('task', task, 'job')?.id))
    const jobs = [...this.jobs].filter(([id, { type }]) => !taken.has(id) && (type === null || this.rule.jobTypes.includes(type)))
    const tasks = [...this.tasks].filter(
      ([id, { type }]) => type !== null && this.rule.taskTypes.includes(type) && !this.bonds.of('task', id, 'job'),
    )
    const [job, task] = [jobs[0], tasks[0]]
    if (jobs.length !== 1 || tasks.length !== 1 || !job || !task || !this.fits(job[1], task[1])) return
    this.bonds.tie('task', task[0], 'job', job[0], true)
  }

  private fits(job: Seen, task: Seen): boolean {
    const { slackMs } = this.rule
    const early = Number.isFinite(job.created) && task.first < job.created - slackMs
    const late = Number.isFinite(job.finished) && task.first > job.finished + slackMs
    return !early && !late
  }
}

function seen(all: Map<string, Seen>, id: string, { time }: Event): Seen {
  let one = all.get(id)
  if (one === undefined) {
    one = {
      type: null,
      first: Number.POSITIVE_INFINITY,
      last: Number.NEGATIVE_INFINITY,
      created: Number.POSITIVE_INFINITY,
      finished: Number.NEGATIVE_INFINITY,
    }
    all.set(id, one)
  }
  if (time === null) return one
  one.first = Math.min(one.first, time.ms)
  one.last = Math.max(one.last, time.ms)
  return one
}
