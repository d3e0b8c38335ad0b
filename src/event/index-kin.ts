import type { Event } from './event.ts'

/**
 * Engines are opened by the number of their index, jobs are printed with it: within one node a number that only one job printed is that
 * job's. Numbers are counted per table, so a second job with the same number takes the certainty away.
 */
export class IndexKin {
  /** By node, then by index. */
  private readonly jobs = new Map<string, Map<string, string | null>>()

  learn({ ids, fields, inferred }: Event, node: string): void {
    const { job } = ids
    if (job === undefined) return
    const { index } = fields
    if (index === undefined || inferred.includes('job')) return
    let jobs = this.jobs.get(node)
    if (jobs === undefined) this.jobs.set(node, (jobs = new Map()))
    const before = jobs.get(index)
    if (before === undefined) jobs.set(index, job)
    else if (before !== job) jobs.set(index, null)
  }

  /** Only once all lines were seen, since a later one may take the certainty away. */
  fill(event: Event, nodeOf: (event: Event) => string): void {
    const { ids } = event
    if (ids.job !== undefined || ids.subtask !== undefined || ids.task !== undefined) return
    const { index } = event.fields
    const job = index === undefined ? undefined : this.jobs.get(nodeOf(event))?.get(index)
    if (!job) return
    ids.job = job
    ;(event.inferred as string[]).push('job')
  }
}
