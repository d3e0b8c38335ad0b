import type { AddIndex } from '../simulate/ddl/add-index.ts'
import { DistReorg } from '../simulate/framework/dist-reorg.ts'
import { readIndex, type Work } from '../simulate/framework/executor.ts'

/** Milliseconds that a region takes, so that a table of some thousand regions takes half an hour on one node. */
export const REGION_MS = 140

/** The distributed backfill of a large table: each subtask reads many regions, and tells of each when it begins and ends. */
export class LargeReorg extends DistReorg {
  constructor(
    ddl: AddIndex,
    private readonly regions: number,
  ) {
    super(ddl, regions * REGION_MS)
  }

  override get work(): Work {
    const { job, mode } = this.ddl
    const read = readIndex(job, mode.dist === 'global-sort', this.regions * REGION_MS)
    return (clock, node, ids, subtask) => {
      const scan = clock.fork(60)
      for (let id = 2; id < this.regions; id++) {
        const task = `physical table ID: ${job.tableId}, start: ${subtask.id * 1_000 + id}, end: ${subtask.id * 1_000 + id + 1}`
        node.ingest(scan, 'INFO', 'backfilling_operators.go', 'start a cop-request task', { id, task })
        const done = scan.fork(REGION_MS * 0.7)
        node.ingest(done, 'INFO', 'backfilling_operators.go', 'finish a cop-request task', {
          id,
          'total time': node.random.duration(REGION_MS * 0.7),
          task,
        })
        scan.pass(REGION_MS * 0.75)
      }
      read(clock, node, ids, subtask)
    }
  }
}
