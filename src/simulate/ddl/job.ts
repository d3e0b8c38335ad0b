import type { Clock } from '../cluster/clock.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { since } from '../cluster/era.ts'
import type { Life } from '../cluster/life.ts'
import type { Fields } from '../cluster/line.ts'
import type { About, Node } from '../cluster/node.ts'

export interface JobSpec {
  readonly table: string
  readonly index: string
  readonly rows: number
  readonly unique?: boolean
  readonly type?: string
  /** How many times as long as usual the reading of the table takes. */
  readonly pace?: number
}

/** One DDL job and the lines that every step of a job prints (model-ddl-ingest 0.2, 1.1 and 1.10). */
export class Job {
  readonly id: number
  readonly tableId: number
  readonly conn: number
  readonly type: string
  rowCount = 0
  snapshot = '0'
  error = '<nil>'
  errorCount = 0
  /** The part of a multi-schema change that speaks, if one does. */
  part: { readonly type: string; schemaState: string; state: string } | null = null
  private readonly started: number
  private readonly life: Life
  /** Followed for the jobs that add one index: only their order is in the tables. */
  private readonly schema: Life | null
  private printedSchemaState = 'none'
  private readonly backfill: Life

  constructor(
    readonly cluster: Cluster,
    readonly spec: JobSpec,
  ) {
    this.tableId = cluster.id('global', 104)
    this.id = cluster.id('global', 104)
    this.conn = 2_097_152 + cluster.random.whole(1, 900) * 2
    this.type = spec.type ?? 'add index'
    this.started = cluster.clock.ms
    this.life = cluster.life('job', this.id, 'queueing')
    this.schema = this.type === 'add index' ? cluster.life('schema-state', this.id, 'none') : null
    this.backfill = cluster.life('backfill-state', this.id, 'inapplicable')
  }

  get state(): string {
    return this.life.state
  }

  set state(next: string) {
    this.life.turn(next)
  }

  get schemaState(): string {
    return this.printedSchemaState
  }

  set schemaState(next: string) {
    this.schema?.turn(next)
    this.printedSchemaState = next
  }

  get backfillState(): string {
    return this.backfill.state
  }

  set backfillState(next: string) {
    this.backfill.turn(next)
  }

  /** What a line tells of that prints the job. A part of a multi-schema change tells nothing of the whole (model-ddl-ingest 1.11). */
  get lives(): readonly Life[] {
    if (this.part !== null) return []
    return this.schema === null ? [this.life] : [this.life, this.schema]
  }

  /** What a line tells of that announces the conversion to a rollback before it is done. */
  get rollingBack(): readonly About[] {
    const schema = this.schema === null ? [] : [{ life: this.schema, state: 'delete only' }]
    return [{ life: this.life, state: 'rollingback' }, ...schema]
  }

  /** What the index of the job tells of: its backfill. */
  get backfillLives(): readonly Life[] {
    return [this.backfill]
  }

  get worker(): string {
    return `worker ${1 + (this.id % 5)}, tp add index`
  }

  get query(): string {
    const { table, index, unique } = this.spec
    return `alter table ${table} add ${unique === true ? 'unique ' : ''}index ${index}(c)`
  }

  /** `ID:118, Type:add index, …`, as the job stands now. */
  print(argLen = 0): string {
    const { era } = this.cluster
    const { part } = this
    const own = part ?? this
    const start = new Date(Math.floor(this.started / 10) * 10 + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 22)
    const errors = part === null ? `Err:${this.error}, ErrCount:${this.errorCount}` : 'Err:<nil>, ErrCount:0'
    const local = era.name === 'v8.1' ? ', LocalMode: false' : since(era, 'v8.5') ? ', Version: v1' : ''
    const multi = part === null ? '' : ', Multi-Schema Change:true, Revertible:true'
    return (
      `ID:${this.id}, Type:${own.type}, State:${own.state}, SchemaState:${own.schemaState}, SchemaID:2, TableID:${this.tableId}, ` +
      `RowCount:${this.rowCount}, ArgLen:${argLen}, start time: ${start} +0800 CST, ${errors}, SnapshotVersion:${this.snapshot}${local}, UniqueWarnings:0${multi}`
    )
  }

  /** What the worker's logger puts before the fields of a line. */
  get logger(): Fields {
    const { era } = this.cluster
    if (since(era, 'v8.5')) return { jobID: this.id, conn: this.conn }
    if (since(era, 'v8.1')) return { worker: this.worker, jobID: this.id, conn: this.conn }
    return since(era, 'v7.1') ? { worker: this.worker, jobID: this.id } : { worker: this.worker }
  }

  get workerFile(): string {
    return since(this.cluster.era, 'v8.5') ? 'job_worker.go' : 'ddl_worker.go'
  }

  submit(clock: Clock, client: Node): void {
    const { era } = this.cluster
    const late = since(era, 'v8.5')
    const extra: Fields = late ? { fast_create: false } : since(era, 'v7.1') ? { table: true } : {}
    client.ddl(
      clock,
      'INFO',
      late ? 'job_submitter.go' : 'ddl_worker.go',
      'add DDL jobs',
      {
        'batch count': 1,
        jobs: `${this.print(1)}; `,
        ...extra,
      },
      this.lives,
    )
    if (late) client.ddl(clock, 'INFO', 'executor.go', 'DDL job submitted', { job: this.print(1), query: this.query })
    else client.ddl(clock, 'INFO', 'ddl.go', 'start DDL job', { job: this.print(1), query: this.query })
  }

  /** The line that begins a step, with the job as it was before it. */
  begin(clock: Clock): void {
    const name = since(this.cluster.era, '2026') ? 'run one job step' : 'run DDL job'
    this.cluster.owner.ddl(clock, 'INFO', this.workerFile, name, { ...this.logger, job: this.print(0) }, this.lives)
  }

  /** A step that published nothing. */
  unchanged(clock: Clock): void {
    if (since(this.cluster.era, 'v8.5')) return
    this.cluster.owner.ddl(
      clock,
      'INFO',
      this.workerFile,
      "schema version doesn't change",
      since(this.cluster.era, 'v7.1') ? { jobID: this.id } : { worker: this.worker },
    )
  }

  finish(clock: Clock, client: Node | null): void {
    const { owner } = this.cluster
    owner.ddl(clock, 'INFO', this.workerFile, 'finish DDL job', { ...this.logger, job: this.print(3) }, this.lives)
    clock.pass(300)
    const failed = this.state !== 'synced'
    client?.ddl(
      clock,
      'INFO',
      since(this.cluster.era, 'v8.5') ? 'executor.go' : 'ddl.go',
      failed ? 'DDL job is failed' : 'DDL job is finished',
      { jobID: this.id },
      [this.life],
    )
  }
}

/** The owner's memory of a running backfill. */
export function reorgOf({ id, cluster }: Job): Life {
  return cluster.owner.life('reorg-ctx', id)
}

/** The owner takes the result of a backfill; an error makes it a warning. */
export function reorgDone(clock: Clock, job: Job, fields: Fields): void {
  const reorg = reorgOf(job)
  reorg.turn('absent')
  job.cluster.owner.ddl(clock, 'error' in fields ? 'WARN' : 'INFO', 'reorg.go', 'run reorg job done', fields, [reorg])
}
