import type { Clock } from '../cluster/clock.ts'
import { since } from '../cluster/era.ts'
import type { Life } from '../cluster/life.ts'
import type { Fields } from '../cluster/line.ts'
import type { Node } from '../cluster/node.ts'
import type { Job } from './job.ts'

const SORT_DIR = '/tmp/tidb/tmp_ddl-4000'
const MEMORY = { 'current memory usage': 0, 'max memory quota': 8_589_934_592 }

/** The node's ingest backend for a job, with the memory of its era (model-ddl-ingest 1.5). */
export function openBackend(clock: Clock, node: Node, job: Job, ids: Fields = {}): void {
  const { era } = node
  const unique = job.spec.unique === true
  const backend = node.life('backend', job.id)
  const about = { about: [backend] }
  backend.turn('registered')
  if (since(era, '2026')) {
    const fields = { ...ids, 'job ID': job.id, sortDir: `${SORT_DIR}/${job.id}`, ...MEMORY, 'has unique index': unique }
    node.ingest(clock, 'INFO', 'backend_mgr.go', 'create local backend for adding index', fields, about)
    return
  }
  const which = since(era, 'v8.5') ? 'has unique index' : 'is unique index'
  const where: Fields = since(era, 'v8.5') ? { sortDir: `${SORT_DIR}/${job.id}` } : { keyspaceName: '' }
  node.ingest(clock, 'INFO', 'backend_mgr.go', 'create local backend for adding index', where, since(era, 'v8.5') ? about : {})
  node.ingest(clock, 'INFO', 'backend_mgr.go', 'create one backend for an DDL job', { 'job ID': job.id, ...MEMORY, [which]: unique }, about)
}

export function closeBackend(clock: Clock, node: Node, job: Job, ids: Fields = {}): void {
  const named: Fields = since(node.era, '2026') ? { ...ids, jobID: job.id } : { 'job ID': job.id }
  const backend = node.life('backend', job.id)
  backend.turn('absent')
  node.ingest(
    clock,
    'INFO',
    since(node.era, '2026') ? 'backend.go' : 'backend_mgr.go',
    'close one backend for DDL job',
    {
      ...named,
      ...MEMORY,
    },
    { about: [backend] },
  )
}

/** The engine of a job's index on one node: the same UUID at every opening (model-ddl-ingest 1.6). */
export class Engine {
  private readonly names: Fields
  private readonly life: Life
  readonly uuid: string

  constructor(
    readonly node: Node,
    readonly job: Job,
    private readonly ids: Fields = {},
  ) {
    this.uuid = uuidOf(`${job.spec.table}:${job.id}`)
    this.names = { engineTag: `${job.spec.table}:${this.indexId}`, engineUUID: this.uuid }
    this.life = node.life('engine', this.uuid)
  }

  get indexId(): number {
    return 1 + (this.job.id % 9)
  }

  open(clock: Clock, writers: number): void {
    const { node, job } = this
    const { era } = node
    this.life.turn('open')
    this.begin(clock, 'open engine')
    const index: Fields = since(era, 'v8.1') ? { 'index IDs': `[${this.indexId}]` } : { 'index ID': this.indexId }
    const memory = { 'current memory usage': 268_435_456, 'memory limitation': 8_589_934_592, 'current writer count': 0 }
    node.ingest(clock, 'INFO', 'engine_mgr.go', 'open an engine for index reorg task', {
      ...this.ids,
      'job ID': job.id,
      ...index,
      ...memory,
    })
    for (let worker = 0; worker < writers; worker++) {
      const fields = { 'job ID': job.id, 'index ID': this.indexId, 'worker ID': worker, 'allocate memory': 16_777_216, ...MEMORY }
      node.ingest(clock, 'INFO', 'engine.go', 'create one local writer for index reorg task', { ...this.ids, ...fields })
    }
  }

  close(clock: Clock): void {
    this.begin(clock, 'engine close start')
    this.life.turn('closed')
    this.end(clock.pass(120), 'engine close completed')
  }

  import(clock: Clock, kvs: number): void {
    const { node, job } = this
    const { era, random } = node
    this.begin(clock, 'import start', { retryCnt: 0 })
    const scope: Fields = since(era, '2026') ? { ...this.ids, jobID: job.id } : this.ids
    node.say(clock, 'INFO', 'local.go', 'start import engine', {
      ...scope,
      uuid: this.uuid,
      'region ranges': 2,
      count: kvs,
      size: kvs * 41,
    })
    if (since(era, 'v7.1')) node.say(clock, 'INFO', 'local.go', 'pause pd scheduler of table scope', scope)
    if (since(era, 'v8.1')) {
      node.say(clock, 'INFO', 'local.go', 'split and scatter ranges start', { ...this.ids, uuid: this.uuid })
      node.say(
        clock.pass(300),
        'INFO',
        'local.go',
        'split and scatter ranges completed',
        { ...this.ids, uuid: this.uuid, takeTime: random.duration(300) },
        { tail: since(era, '2026') ? '' : ' []' },
      )
    }
    if (since(era, '2026')) node.say(clock, 'INFO', 'local.go', 'generate region jobs', { ...scope, 'len(jobs)': 2 })
    const counts = { size: kvs * 41, kvs, importedSize: kvs * 41, importedCount: kvs }
    node.say(clock.pass(1_200), 'INFO', 'local.go', 'import engine success', { ...scope, uuid: this.uuid, ...counts })
    this.end(clock, 'import completed', { retryCnt: 0 })
  }

  /** The distributed path imports under a lock that lets one node at a time do so (model-ddl-ingest 1.8). */
  partialImport(clock: Clock, kvs: number, locked: boolean): void {
    const { node, job, ids } = this
    const { era } = node
    const held = node.life('flush-lock', job.id)
    const lock = (did: 'acquire' | 'release'): void => {
      if (!locked) return
      held.turn(did === 'acquire' ? 'held' : 'released')
      const about = { about: [held] }
      if (since(era, '2026'))
        node.say(clock, 'INFO', 'manager.go', `${did} distributed lock success`, { ...ids, key: `/tidb/distributeLock/${job.id}` }, about)
      else node.ingest(clock, 'INFO', 'backend.go', `${did} distributed flush lock success`, { jobID: job.id }, about)
    }
    lock('acquire')
    const uuid: Fields = since(era, 'v8.1') ? { engineUUID: this.uuid } : {}
    const usage = { 'index ID': this.indexId, 'usage info': 'disk usage: 220152000512/527295578112, backend usage: 4294967296' }
    node.ingest(clock, 'INFO', 'backend.go', 'do a partial import data into the storage', { ...ids, ...uuid, ...usage })
    if (since(era, '2026'))
      node.say(clock, 'INFO', 'backend.go', 'set ingest ts before import', {
        ...ids,
        engineUUID: this.uuid,
        jobID: job.id,
        ts: 459_214_700_112,
      })
    this.import(clock, kvs)
    lock('release')
  }

  clean(clock: Clock): void {
    this.begin(clock, 'cleanup start')
    this.life.turn('absent')
    this.end(clock.pass(20), 'cleanup completed')
  }

  /** An engine in cloud storage is never opened, but closed, imported and cleaned (model-ddl-ingest 1.6). */
  external(clock: Clock, kvs: number): void {
    this.close(clock)
    this.import(clock, kvs)
    this.clean(clock)
  }

  private begin(clock: Clock, message: string, more: Fields = {}): void {
    this.node.ingest(clock, 'INFO', 'backend.go', message, { ...this.ids, ...this.names, ...more }, { about: [this.life] })
  }

  private end(clock: Clock, message: string, more: Fields = {}): void {
    const fields = { ...this.ids, ...this.names, ...more, takeTime: this.node.random.duration(400) }
    this.node.ingest(clock, 'INFO', 'backend.go', message, fields, { tail: since(this.node.era, '2026') ? '' : ' []', about: [this.life] })
  }
}

/** A name always gives the same UUID, as TiDB's engines have it. */
function uuidOf(name: string): string {
  let sum = 17
  const digits = Array.from({ length: 32 }, (_, i) => {
    sum = (Math.imul(sum, 33) + name.charCodeAt(i % name.length) + i) >>> 0
    return (sum % 16).toString(16)
  }).join('')
  return [digits.slice(0, 8), digits.slice(8, 12), `5${digits.slice(13, 16)}`, `a${digits.slice(17, 20)}`, digits.slice(20)].join('-')
}
