import type { Attribution } from './attribution.ts'

/** Jobs are dealt to so many heaps of blocks: whoever asks for one job reads one of them. */
const BUCKETS = 16
/** Items that every job is told with. */
export const OF_ALL = 0
/** Items of tasks whose job nothing tells. */
const OF_NONE = 1

/** Whether what was asked about one job is told with it too: it belongs to none. */
export function isOfAll({ ids }: Pick<Attribution, 'ids'>): boolean {
  return ids.job === undefined && ids.task === undefined && ids.subtask === undefined
}

/** @param jobs that an item's events are of, each once */
export function bucketOf(jobs: readonly string[]): number {
  if (jobs.length > 1) return OF_ALL
  return jobs.length === 0 ? OF_NONE : bucketOfJob(jobs[0]!)
}

export function bucketOfJob(job: string): number {
  let hash = 0
  for (let i = 0; i < job.length; i++) hash = (Math.imul(hash, 31) + job.charCodeAt(i)) | 0
  return OF_NONE + 1 + ((hash >>> 0) % BUCKETS)
}
