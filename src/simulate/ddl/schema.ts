import type { Clock } from '../cluster/clock.ts'
import { since } from '../cluster/era.ts'
import type { Life } from '../cluster/life.ts'
import type { Fields } from '../cluster/line.ts'
import type { Node } from '../cluster/node.ts'
import type { Job } from './job.ts'

const TYPE_NAMES: Readonly<Record<string, number>> = { 'add index': 7, 'alter table multi-schema change': 61, 'create table': 3 }

/**
 * Publishes what a step changed: every node loads the version and takes the metadata lock, then the owner goes on (model-ddl-ingest 1.10).
 * @param slow a node that a long transaction holds back, and for how long in milliseconds
 */
export function publish(clock: Clock, job: Job, slow?: { readonly node: Node; readonly ms: number }): void {
  const { cluster } = job
  const before = cluster.schemaVersion
  const version = ++cluster.schemaVersion
  const loaded = cluster.life('schema-version', version, 'waiting')
  const began = clock.ms
  const threads = cluster.live.map((node) => {
    const thread = clock.fork(15)
    load(thread, node, job, before, version)
    if (node === slow?.node) blocked(thread, node, job, slow.ms)
    thread.pass(30)
    if (node.alive)
      node.say(thread, 'INFO', since(cluster.era, '2026') ? 'syncer.go' : 'domain.go', acknowledged(job), { jobID: job.id, version })
    return thread
  })
  if (slow !== undefined) waiting(clock.fork(1_000), job, loaded, slow)
  clock.join(threads).pass(20)
  loaded.turn('synced')
  const about = [...job.lives, loaded]
  const elapsed = cluster.random.duration((clock.ms - began) * 0.95)
  const file = since(cluster.era, 'v8.1') ? 'schema_version.go' : 'ddl_worker.go'
  if (since(cluster.era, '2026')) {
    const fields = {
      ver: version,
      checkAssumedSvr: false,
      'take time': elapsed,
      job: job.print(3),
      summary: `servers ${cluster.live.length}`,
    }
    cluster.owner.ddl(clock, 'INFO', file, 'wait schema version synced success', fields, about)
  } else {
    const text = 'wait latest schema version changed(get the metadata lock if tidb_enable_metadata_lock is true)'
    cluster.owner.ddl(clock, 'INFO', file, text, { ver: version, 'take time': elapsed, job: job.print(3) }, about)
  }
}

function acknowledged({ cluster: { era } }: Job): string {
  return since(era, 'v8.1') ? 'mdl gets lock, update self version to owner' : 'mdl gets lock, update to owner'
}

function load(clock: Clock, node: Node, job: Job, before: number, version: number): void {
  const { era, random } = job.cluster
  const tables = { phyTblIDs: `[${job.tableId}]`, actionTypes: `[${TYPE_NAMES[job.type] ?? 7}]` }
  const types: Fields = since(era, 'v7.5') ? { diffTypes: `["${job.type}"]` } : {}
  const took = random.duration(2)
  if (since(era, '2026')) {
    const fields = {
      mode: 'full',
      isV2: true,
      currVer: before,
      neededVer: version,
      gotVer: version,
      'elapsed time': took,
      ...tables,
      ...types,
    }
    node.say(clock, 'INFO', 'loader.go', 'diff load InfoSchema success', fields)
    return
  }
  const got: Fields = since(era, 'v7.1') ? { gotSchemaVersion: version } : {}
  const v2: Fields = since(era, 'v8.1') ? { isV2: false } : {}
  const fields = { ...v2, currentSchemaVersion: before, neededSchemaVersion: version, 'start time': took, ...got, ...tables, ...types }
  node.say(clock, 'INFO', 'domain.go', 'diff load InfoSchema success', fields)
}

/** A session with an old transaction tells every ten seconds that it is in the way, once it is a minute old. */
function blocked(clock: Clock, node: Node, job: Job, ms: number): void {
  const connection = 2_097_153 + (job.id % 50)
  for (let past = 0; past < ms; past += 10_000) {
    const fields = { 'table ID': job.tableId, jobID: job.id, 'connection ID': connection, 'elapsed time': `${(past + 65_000) / 1_000}s` }
    node.say(clock, 'INFO', 'session.go', 'old running transaction block DDL', fields)
    clock.pass(Math.min(10_000, ms - past))
  }
}

function waiting(clock: Clock, job: Job, version: Life, slow: { readonly node: Node; readonly ms: number }): void {
  const { owner } = job.cluster
  const info = `instance ip ${slow.node.address.split(':')[0]}, port 4000, id ${slow.node.uuid}`
  for (const end = clock.ms + slow.ms - 1_500; clock.ms < end; clock.pass(1_000))
    owner.ddl(
      clock,
      'INFO',
      'syncer.go',
      'syncer check all versions, someone is not synced',
      { info, 'ddl job id': job.id, ver: version.id },
      [version],
    )
}
