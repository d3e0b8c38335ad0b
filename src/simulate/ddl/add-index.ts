import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { since } from '../cluster/era.ts'
import type { Node } from '../cluster/node.ts'
import type { Engine } from './engine.ts'
import { Job, type JobSpec, reorgDone, reorgOf } from './job.ts'
import { endIngest, importLocally, type LocalMode, type LocalReorg, readLocally } from './local-reorg.ts'
import { publish } from './schema.ts'

export interface Mode {
  readonly local?: LocalMode
  /** The distributed framework does the backfill. */
  readonly dist?: 'local-sort' | 'global-sort'
}

/** One ADD INDEX from its statement to its end, phase by phase, so that a run can put something between two of them. */
export class AddIndex {
  readonly job: Job
  private rows = 0

  constructor(
    readonly cluster: Cluster,
    spec: JobSpec,
    readonly mode: Mode,
    readonly client: Node = cluster.node(0),
    readonly clock: Clock = cluster.clock,
  ) {
    this.job = new Job(cluster, spec)
  }

  private get ingest(): boolean {
    return this.mode.dist !== undefined || this.mode.local === 'ingest'
  }

  /** From the statement to `write reorganization`. */
  prepare(slow?: { readonly node: Node; readonly ms: number }): this {
    const { job, clock } = this
    job.submit(clock, this.client)
    for (const next of ['delete only', 'write only', 'write reorganization']) {
      job.begin(clock)
      job.state = 'running'
      job.schemaState = next
      publish(clock.pass(8), job, next === 'write only' ? slow : undefined)
    }
    return this
  }

  /** A step within the backfill: what the owner prints each time that it looks after the job. */
  look(): void {
    const { job, clock } = this
    job.begin(clock)
    if (this.mode.local === 'txn') return
    job.backfillState = 'running'
    this.cluster.owner.ddl(
      clock,
      'INFO',
      'index.go',
      'index backfill state running',
      {
        'job ID': job.id,
        table: job.spec.table,
        'ingest mode': this.ingest,
        index: job.spec.index,
      },
      job.backfillLives,
    )
  }

  /** The first look of a backfill: it takes the snapshot that it reads. */
  beginBackfill(): void {
    const { job, clock } = this
    this.look()
    const key = `7480000000000000${job.tableId.toString(16)}5f72`
    this.cluster.owner.ddl(clock, 'INFO', 'reorg.go', 'job get table range', {
      jobID: job.id,
      physicalTableID: job.tableId,
      startKey: key,
      endKey: `${key}ff`,
    })
    job.snapshot = String(440_000_000_000_000_000n + BigInt(Math.floor(clock.ms)))
    reorgOf(job).turn('present')
    if (this.mode.dist === undefined) return
    const { era, owner } = this.cluster
    const slots = since(era, '2026') ? 'required-slots' : 'task-concurrency'
    const message = since(era, '2026') ? 'adjusted add-index task required slots' : 'adjusted add-index task concurrency'
    owner.ddl(clock, 'INFO', 'index.go', message, { 'worker-cnt': 4, [slots]: 8, 'task-key': this.taskKey })
  }

  get taskKey(): string {
    return `ddl/backfill/${this.job.id}`
  }

  /** The owner's rounds of five seconds until the backfill ends. */
  rounds(end: number): void {
    const { job, clock } = this
    const { era, owner } = this.cluster
    while (clock.ms + 5_000 < end) {
      clock.pass(5_000)
      this.rows = Math.min(job.spec.rows, this.rows + Math.ceil(job.spec.rows / 8))
      const fields = since(era, 'v7.5')
        ? { 'wait time': '5s', 'total added row count': this.rows }
        : { waitTime: '5s', totalAddedRowCount: this.rows, error: '[ddl:8221]wait reorg timeout' }
      owner.ddl(clock, 'INFO', 'reorg.go', 'run reorg job wait timeout', fields, [reorgOf(job)])
      job.rowCount = this.rows
      job.unchanged(clock)
      this.look()
    }
    if (clock.ms < end) clock.pass(end - clock.ms)
  }

  /** The whole backfill without the framework. */
  backfillLocally(how: Omit<LocalReorg, 'mode'> = { partitions: 1 }): this {
    const { job, clock } = this
    const mode = this.mode.local ?? 'txn'
    this.beginBackfill()
    const work = clock.fork()
    const engine = readLocally(work, job, { ...how, mode })
    if (engine !== null && since(this.cluster.era, 'v8.5')) importLocally(work, job, engine)
    this.rounds(work.ms)
    clock.join([work])
    return this.endBackfill(since(this.cluster.era, 'v8.5') ? null : engine)
  }

  /** The backfill is told done; what it sorted is imported and the index may be merged. */
  endBackfill(engine: Engine | null = null): this {
    const { job, clock } = this
    job.rowCount = job.spec.rows
    reorgDone(clock.pass(300), job, { 'handled rows': job.spec.rows })
    if (engine !== null) importLocally(clock, job, engine)
    return this
  }

  /** The temporary index, which took the writes during the backfill, is merged; a plain transactional backfill has none. */
  merge(): this {
    const { job, clock } = this
    const { owner } = this.cluster
    if (this.mode.local === 'txn') return this
    job.backfillState = 'ready-to-merge'
    publish(clock, job)
    job.begin(clock)
    this.readyToMerge()
    if (this.mode.local === 'ingest') endIngest(clock, job)
    job.snapshot = '0'
    publish(clock, job)
    job.begin(clock)
    const key = `7480000000000000${job.tableId.toString(16)}5f69`
    owner.ddl(clock, 'INFO', 'reorg.go', 'job get table range', {
      jobID: job.id,
      physicalTableID: job.tableId,
      startKey: key,
      endKey: `${key}ff`,
    })
    job.snapshot = String(440_000_000_000_000_000n + BigInt(Math.floor(clock.ms)))
    reorgOf(job).turn('present')
    const info = `CurrElementType:_idx_,CurrElementID:2,StartKey:${key},EndKey:${key}ff,First:true,PhysicalTableID:${job.tableId},Ingest mode:false`
    owner.ddl(clock, 'INFO', 'index.go', 'start to merge temp index', { job: job.print(0), reorgInfo: info }, [
      reorgOf(job),
      ...job.backfillLives,
    ])
    owner.ddl(clock.pass(400), 'INFO', 'backfilling.go', 'backfill workers successfully processed', {
      element: 'ID:2,TypeKey:_idx_',
      'total added count': job.spec.rows,
      'start key': key,
    })
    reorgDone(clock, job, { 'handled rows': job.spec.rows })
    job.backfillState = 'inapplicable'
    return this
  }

  readyToMerge(): void {
    const { job, clock } = this
    const fields = { 'job ID': job.id, table: job.spec.table, index: job.spec.index }
    this.cluster.owner.ddl(clock, 'INFO', 'index.go', 'index backfill state ready to merge', fields, job.backfillLives)
    job.backfillState = 'merging'
  }

  /** The index becomes public and the job goes into history. */
  finish(): this {
    const { job, clock } = this
    const { era, owner } = this.cluster
    const text = { charset: 'utf8mb4', collation: 'utf8mb4_bin' }
    owner.ddl(
      clock,
      'INFO',
      'index.go',
      'run add index job done',
      since(era, '2026') ? text : { jobID: job.id, ver: this.cluster.schemaVersion + 1, ...text },
    )
    job.state = 'done'
    job.schemaState = 'public'
    publish(clock, job)
    job.state = 'synced'
    job.finish(clock.pass(20), this.client)
    return this
  }

  /** Undoes what was done, when the user asked for it or the data do not allow the index. */
  rollBack(error: string): this {
    const { job, clock } = this
    job.error = error
    job.backfillState = 'inapplicable'
    for (const [next, state] of [
      ['delete reorganization', 'rollingback'],
      ['none', 'rollback done'],
    ] as const) {
      job.begin(clock)
      job.schemaState = next
      job.state = state
      publish(clock.pass(8), job)
    }
    job.finish(clock.pass(20), this.client)
    return this
  }
}
