import type { Event } from '../event/event.ts'
import type { DetectLimits } from './detection.ts'

interface Outcome {
  /** Times of the last line that told of a failure, and of a success; -Infinity before the first. */
  failed: number
  done: number
}

/** How the last piece of work for a job ended on each node. */
export class Outcomes {
  private readonly failed: ReadonlySet<string>
  private readonly done: ReadonlySet<string>
  private readonly byWork = new Map<string, Outcome>()

  constructor({ failed, done }: DetectLimits['leftOver']) {
    this.failed = new Set(failed)
    this.done = new Set(done)
  }

  see({ kind, ids: { job }, node, time }: Event): void {
    if (job === undefined || node === null || time === null) return
    const fails = this.failed.has(kind)
    if (!fails && !this.done.has(kind)) return
    const key = `${node} ${job}`
    let outcome = this.byWork.get(key)
    if (outcome === undefined) this.byWork.set(key, (outcome = { failed: Number.NEGATIVE_INFINITY, done: Number.NEGATIVE_INFINITY }))
    if (fails) outcome.failed = Math.max(outcome.failed, time.ms)
    else outcome.done = Math.max(outcome.done, time.ms)
  }

  /** Whether the last work of a node for a job failed, some time after a moment. */
  failedSince(node: string, job: string, ms: number): boolean {
    const outcome = this.byWork.get(`${node} ${job}`)
    return outcome !== undefined && outcome.failed >= ms && outcome.done < outcome.failed
  }
}
