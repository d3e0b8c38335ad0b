import type { AddIndex } from './add-index.ts'
import { reorgDone, reorgOf } from './job.ts'
import { publish } from './schema.ts'

/** Goes through a multi-schema change of two indexes, whose parts print themselves under the id of the whole (model-ddl-ingest 1.11). */
export function multiSchemaChange(ddl: AddIndex): void {
  const { job, clock, cluster } = ddl
  job.submit(clock, ddl.client)
  for (const index of [0, 1]) {
    const part = { type: 'add index', schemaState: 'none', state: 'queueing' }
    job.part = part
    for (const next of ['delete only', 'write only', 'write reorganization']) {
      job.part = part
      job.begin(clock)
      part.schemaState = next
      part.state = 'running'
      job.part = null
      job.state = 'running'
      publish(clock.pass(9), job)
    }
    job.part = part
    job.begin(clock)
    job.snapshot = String(441_000_000_000 + index)
    job.rowCount += 5_000
    const reorg = reorgOf(job)
    reorg.turn('present')
    cluster.owner.ddl(
      clock,
      'INFO',
      'index.go',
      'start to add table index',
      {
        job: job.print(0),
        reorgInfo: `CurrElementType:_idx_,CurrElementID:${index + 2},First:true,PhysicalTableID:${job.tableId},Ingest mode:false`,
      },
      [reorg],
    )
    reorgDone(clock.pass(900), job, { 'handled rows': 5_000 })
    job.unchanged(clock)
    job.snapshot = '0'
  }
  job.part = null
  publish(clock, job)
  for (let finished = 0; finished < 2; finished++) {
    job.part = { type: 'add index', schemaState: 'write reorganization', state: 'running' }
    job.begin(clock)
    cluster.owner.ddl(clock, 'INFO', 'index.go', 'run add index job done', { charset: 'utf8mb4', collation: 'utf8mb4_bin' })
    job.part = null
    publish(clock, job)
  }
  job.state = 'done'
  publish(clock, job)
  job.state = 'synced'
  job.finish(clock.pass(20), ddl.client)
}
