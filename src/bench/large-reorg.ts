import type { Clock } from '../simulate/cluster/clock.ts'
import { since } from '../simulate/cluster/era.ts'
import type { Fields } from '../simulate/cluster/line.ts'
import type { Node } from '../simulate/cluster/node.ts'
import type { AddIndex } from '../simulate/ddl/add-index.ts'
import { DistReorg } from '../simulate/framework/dist-reorg.ts'
import { readIndex, type Work } from '../simulate/framework/executor.ts'
import type { Subtask } from '../simulate/framework/task.ts'

/** Milliseconds that a region takes, so that a table of some thousand regions takes half an hour on one node. */
export const REGION_MS = 140

/** The distributed backfill of a large table: each subtask reads many regions, and tells of each when it begins and, up to v8.5, when it ends. */
export class LargeReorg extends DistReorg {
  constructor(
    ddl: AddIndex,
    private readonly regions: number,
    private readonly regionMs: number,
  ) {
    super(ddl, regions * regionMs)
  }

  override get work(): Work {
    const { job, mode } = this.ddl
    const read = readIndex(job, mode.dist === 'global-sort', this.regions * this.regionMs)
    return (clock, node, ids, subtask) => {
      const scan = clock.fork(60)
      for (let id = 2; id < this.regions; id++) this.scan(scan, node, ids, subtask, id)
      read(clock, node, ids, subtask)
    }
  }

  private scan(clock: Clock, node: Node, ids: Fields, subtask: Subtask, id: number): void {
    const { job } = this.ddl
    const task = `physical table ID: ${job.tableId}, start: ${subtask.id * 1_000 + id}, end: ${subtask.id * 1_000 + id + 1}`
    const ms = this.regionMs * 0.7
    if (since(node.era, '2026'))
      node.ddl(clock, 'INFO', 'backfilling_operators.go', 'start a table scan task', { ...ids, jobID: job.id, id, task })
    else {
      node.ingest(clock, 'INFO', 'backfilling_operators.go', 'start a cop-request task', { id, task })
      const end = clock.fork(ms)
      node.ingest(end, 'INFO', 'backfilling_operators.go', 'finish a cop-request task', {
        id,
        'total time': node.random.duration(ms),
        task,
      })
    }
    clock.pass(this.regionMs * 0.75)
  }
}
