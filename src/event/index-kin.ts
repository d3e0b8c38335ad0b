import type { Event } from './event.ts'

/**
 * Engines are opened by the number of their index, jobs are printed with it: within one node a number that only one job printed is that
 * job's. Numbers are counted per table, so a second job with the same number takes the certainty away.
 */
export class IndexKin {
  private readonly jobs = new Map<string, string | null>()

  learn({ ids, fields, inferred }: Event, node: string): void {
    if (fields.index === undefined || ids.job === undefined || inferred.includes('job')) return
    const place = `${node}\n${fields.index}`
    const before = this.jobs.get(place)
    this.jobs.set(place, before === undefined || before === ids.job ? ids.job : null)
  }

  /** Only once all lines were seen, since a later one may take the certainty away. */
  fill(event: Event, node: string): void {
    const { fields, ids } = event
    if (fields.index === undefined || ids.job !== undefined || ids.subtask !== undefined || ids.task !== undefined) return
    const job = this.jobs.get(`${node}\n${fields.index}`)
    if (!job) return
    ids.job = job
    ;(event.inferred as string[]).push('job')
  }
}
