import type { Clock } from '../cluster/clock.ts'
import { since } from '../cluster/era.ts'
import type { Fields } from '../cluster/line.ts'
import { closeBackend, Engine, openBackend } from './engine.ts'
import { type Job, reorgOf } from './job.ts'

export type LocalMode = 'txn' | 'txn-merge' | 'ingest'

export interface LocalReorg {
  readonly mode: LocalMode
  /** Physical tables to go through: several for a partitioned table. */
  readonly partitions: number
  /** Taken up from a checkpoint that a former owner or process left. */
  readonly resumed?: 'same-node' | 'other-node'
}

/** The backfill that the owner does alone, without the distributed framework, up to its last row (model-ddl-ingest 1.3 to 1.7). */
export function readLocally(clock: Clock, job: Job, how: LocalReorg): Engine | null {
  const { owner, era } = job.cluster
  const engine = how.mode === 'ingest' ? new Engine(owner, job) : null
  if (engine !== null) {
    openBackend(clock, owner, job)
    openCheckpoint(clock, job, how)
  }
  for (let part = 0; part < how.partitions; part++) {
    if (part > 0 && engine !== null && since(era, 'v7.5')) {
      const ids = { newPhysicalID: job.tableId + part, oldPhysicalID: job.tableId + part - 1, flushedKeyCnt: 0, localCnt: 40_000 }
      owner.ingest(clock, 'INFO', 'checkpoint.go', 'reset checkpoint manager', { jobID: job.id, indexIDs: `[${engine.indexId}]`, ...ids })
    }
    oneTable(clock, job, part, how, engine)
  }
  return engine
}

/** Imports what was sorted: up to v8.1 after the reorganisation has been told done, later within it. */
export function importLocally(clock: Clock, job: Job, engine: Engine): void {
  const { owner, era } = job.cluster
  if (!since(era, 'v8.5')) {
    owner.ingest(clock, 'INFO', 'engine.go', 'flush all writer and get closed engine', { 'job ID': job.id, 'index ID': engine.indexId })
    engine.close(clock)
    owner.ingest(clock, 'INFO', 'engine.go', 'start to import data', {
      'job ID': job.id,
      'index ID': engine.indexId,
      'split region size': 100_663_296,
    })
    engine.import(clock, job.spec.rows)
  } else {
    engine.partialImport(clock, job.spec.rows, false)
    engine.close(clock)
  }
  engine.clean(clock)
}

/** Once the index is ready to be merged, the backend has done its work. */
export function endIngest(clock: Clock, job: Job): void {
  const { owner, era } = job.cluster
  if (since(era, 'v7.5')) {
    const manager = owner.life('checkpoint', job.id)
    manager.turn('closed')
    owner.ingest(
      clock,
      'INFO',
      'checkpoint.go',
      'close checkpoint manager',
      { jobID: job.id, indexIDs: `[${1 + (job.id % 9)}]` },
      { about: [manager] },
    )
  }
  closeBackend(clock, owner, job)
}

function openCheckpoint(clock: Clock, job: Job, { resumed }: LocalReorg): void {
  const { owner, era } = job.cluster
  if (!since(era, 'v7.5')) return
  const ids = { jobID: job.id, indexIDs: `[${1 + (job.id % 9)}]` }
  const manager = owner.life('checkpoint', job.id)
  const about = { about: [manager] }
  manager.turn('open')
  owner.ingest(clock, 'INFO', 'checkpoint.go', 'create checkpoint manager', ids, about)
  if (resumed === undefined) {
    owner.ingest(clock, 'INFO', 'checkpoint.go', 'checkpoint is empty', ids, about)
    return
  }
  const here = `${owner.address}:/tmp/tidb`
  const there = resumed === 'same-node' ? here : `tidb-9.tc-tidb-peer.test.svc:4000:/tmp/tidb`
  const key = '7480000000000000685f728000000000009c40'
  const marks = { 'flushed key low watermark': key, 'imported key low watermark': key, 'physical table ID': job.tableId }
  owner.ingest(
    clock,
    'INFO',
    'checkpoint.go',
    'resume checkpoint',
    {
      ...ids,
      ...marks,
      'previous instance': there,
      'current instance': here,
    },
    about,
  )
}

function oneTable(clock: Clock, job: Job, part: number, how: LocalReorg, engine: Engine | null): void {
  const { owner, era, random } = job.cluster
  const physical = job.tableId + part
  const start = `7480000000000000${physical.toString(16)}5f72`
  const info =
    `CurrElementType:_idx_,CurrElementID:${1 + (job.id % 9)},StartKey:${start},EndKey:${start}ff00,First:${part === 0},` +
    `PhysicalTableID:${physical},Ingest mode:${engine !== null}`
  owner.ddl(clock, 'INFO', 'index.go', 'start to add table index', { job: job.print(0), reorgInfo: info }, [reorgOf(job)])
  const keys = { 'start key': start, 'end key': `${start}ff00` }
  if (since(era, '2026')) {
    owner.ddl(clock, 'INFO', 'backfilling.go', 'load table ranges from PD', { physicalTableID: physical, ...keys })
    owner.ddl(clock, 'INFO', 'backfilling.go', 'load table ranges from PD done', { physicalTableID: physical, 'range count': 3 })
  } else owner.ddl(clock, 'INFO', 'backfilling.go', 'split table range from PD', { physicalTableID: physical, ...keys })
  if (engine !== null && part === 0) engine.open(clock, 2)
  const workers = { type: 'add index', workerCnt: 4, regionCnt: 3, startKey: start, endKey: `${start}ff00` }
  if (engine === null || !since(era, 'v8.5')) owner.ddl(clock, 'INFO', 'backfilling.go', 'start backfill workers to reorg record', workers)
  const scans = Array.from({ length: 3 }, (_, id) => scan(clock.fork(id * 90), job, id, engine !== null))
  clock.join(scans).pass(200)
  if (engine !== null && since(era, 'v7.5')) {
    const marks = { 'local checkpoint': `${start}aa`, 'global checkpoint': start, 'global physical ID': physical }
    owner.ingest(
      clock,
      'INFO',
      'checkpoint.go',
      'update checkpoint',
      { jobID: job.id, indexIDs: `[${engine.indexId}]`, ...marks },
      { about: [owner.life('checkpoint', job.id)] },
    )
  }
  const total = Math.round((job.spec.rows * (part + 1)) / how.partitions)
  const element = {
    element: `ID:${1 + (job.id % 9)},TypeKey:_idx_`,
    'total added count': total,
    'start key': start,
    'take time': random.duration(900),
  }
  owner.ddl(clock, 'INFO', 'backfilling.go', 'backfill workers successfully processed', element)
}

function scan(clock: Clock, job: Job, id: number, ingest: boolean): Clock {
  const { owner, era, random } = job.cluster
  const { pace = 1 } = job.spec
  const task = `physical table ID: ${job.tableId}, start: ${id}, end: ${id + 1}`
  if (!ingest) {
    const fields: Fields = { id, pTbl: job.tableId, 'end key': `${task}x`, 'current end key': task }
    owner.ddl(clock.pass(800 * pace), 'INFO', 'backfilling.go', 'get backfill range task, change end key', fields)
    return clock
  }
  if (since(era, '2026')) {
    owner.ddl(clock, 'INFO', 'backfilling_operators.go', 'start a table scan task', { jobID: job.id, id, task })
    return clock.pass(900 * pace)
  }
  const file = since(era, 'v7.5') ? 'backfilling_operators.go' : 'index_cop.go'
  owner.ingest(clock, 'INFO', file, 'start a cop-request task', { id, task })
  owner.ingest(clock.pass(900 * pace), 'INFO', file, 'finish a cop-request task', { id, 'total time': random.duration(900 * pace), task })
  return clock
}
