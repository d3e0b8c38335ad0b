import type { Clock } from './clock.ts'
import type { Cluster } from './cluster.ts'
import { since } from './era.ts'
import type { Life } from './life.ts'
import type { Fields } from './line.ts'
import type { Node } from './node.ts'

/** Keys that elect an owner beside the DDL's (model-ddl-ingest 1.9). */
const ELECTIONS: readonly (readonly [prompt: string, key: string])[] = [
  ['ddl', '/tidb/ddl/fg/owner'],
  ['stats', '/tidb/stats/owner'],
  ['bindinfo', '/tidb/bindinfo/owner'],
]

/** A process starts, ready to serve after some two seconds. */
export function start(clock: Clock, node: Node): void {
  const { era, random } = node
  node.alive = true
  node.uuid = random.uuid()
  const build = {
    'Git Commit Hash': era.hash,
    'Git Branch': 'HEAD',
    'UTC Build Time': '2024-05-21 03:39:43',
    GoVersion: era.go,
    'Race Enabled': false,
  }
  const [server, framework] = [node.life('server', node.name), node.life('node', node.name)]
  const about = { about: [server] }
  server.turn('starting')
  node.say(
    clock,
    'INFO',
    'printer.go',
    'Welcome to TiDB.',
    {
      'Release Version': era.release,
      Edition: 'Community',
      ...build,
      'Check Table Before Drop': false,
    },
    about,
  )
  const config = `{"host":"0.0.0.0","advertise-address":"${node.address.split(':')[0]}","port":4000,"store":"tikv","path":"tc-pd:2379","temp-dir":"/tmp/tidb"}`
  node.say(clock, 'INFO', 'printer.go', 'loaded config', { config })
  clock.pass(400)
  node.ingest(clock, 'INFO', 'env.go', 'the ingest sorted directory', {
    [since(era, 'v8.5') ? 'data path' : 'data path:']: '/tmp/tidb/tmp_ddl-4000',
  })
  const disk = 'disk usage: 220152000512/527295578112, backend usage: 0'
  const memory = {
    'memory limitation': 8_589_934_592,
    'disk usage info': disk,
    'max open file number': 1_000_000,
    'lightning is initialized': true,
  }
  node.ingest(clock, 'INFO', 'env.go', 'init global ingest backend environment finished', memory)
  node.say(clock, 'INFO', 'domain.go', 'full load InfoSchema success', {
    currentSchemaVersion: 0,
    neededSchemaVersion: 88,
    'start time': random.duration(90),
  })
  node.ddl(clock, 'INFO', 'ddl.go', 'start DDL', { ID: node.uuid, runWorker: true, ...(since(era, 'v8.5') ? { jobVersion: 1 } : {}) })
  node.ddl(clock, 'INFO', 'ddl.go', 'start delRangeManager OK', { 'is a emulator': false })
  for (const [prompt, key] of ELECTIONS) {
    const named: Fields = since(era, '2026') ? { key, id: node.uuid } : { ownerInfo: `[${prompt}] ${key}` }
    campaign(node, key).turn('campaigning')
    node.say(clock, 'INFO', 'manager.go', 'start campaign owner', named, { about: [campaign(node, key)] })
  }
  if (since(era, 'v8.1')) {
    framework.turn('managing')
    const manager = { about: [framework] }
    node.say(clock, 'INFO', 'manager.go', 'task executor manager start', since(era, '2026') ? { 'server-id': node.address } : {}, manager)
    node.say(clock, 'INFO', 'domain.go', 'dist task executor manager started', {}, manager)
  }
  server.turn('serving')
  node.say(clock.pass(900), 'INFO', 'server.go', 'server is running MySQL protocol', { addr: '0.0.0.0:4000' }, about)
  node.say(clock, 'INFO', 'http_status.go', 'for status and metrics report', { 'listening on addr': '0.0.0.0:10080' })
}

/** A node's part in the election for a key. */
function campaign(node: Node, key: string): Life {
  return node.life('owner', key)
}

/** A node wins an election; winning the DDL's makes it run jobs and schedule tasks. */
export function elect(clock: Clock, cluster: Cluster, node: Node, prompt = 'ddl'): void {
  const { era } = cluster
  const key = ELECTIONS.find(([name]) => name === prompt)?.[1] as string
  const lease = `${key}/${cluster.random.hex(16)}`
  const info = `[${prompt}] ${key} ownerManager ${node.uuid}`
  const self: Fields = since(era, '2026') ? { key, id: node.uuid } : { 'owner info': info }
  const op: Fields = since(era, 'v7.1') ? { op: 'none' } : {}
  node.say(clock, 'INFO', 'manager.go', 'get owner', { ...self, 'owner key': lease, ownerID: node.uuid, ...(since(era, '2026') ? {} : op) })
  const part = campaign(node, key)
  part.turn('owner')
  if (since(era, 'v8.5')) node.say(clock, 'INFO', 'manager.go', 'become owner', self, { about: [part] })
  if (prompt !== 'ddl') return
  cluster.owner = node
  const file = since(era, 'v8.5') ? 'job_scheduler.go' : 'job_table.go'
  if (since(era, 'v7.1')) {
    node.ddl(clock, 'INFO', file, 'get global state and global state change', { oldState: false, currState: false }, [part])
    node.ddl(clock, 'INFO', file, 'the owner sets owner operator value', { ownerOp: 'none' }, [part])
  }
  clock.pass(800)
  const server: Fields = since(era, '2026') ? { 'server-id': node.address } : {}
  if (since(era, 'v8.1'))
    for (const loop of ['schedule task', 'subtask table gc', 'cleanup', 'collect'])
      node.say(clock, 'INFO', 'scheduler_manager.go', `${loop} loop start`, server)
  else if (since(era, 'v7.5'))
    for (const loop of ['dispatch task', 'subtask table gc', 'cleanUp'])
      node.say(clock, 'INFO', 'dispatcher_manager.go', `${loop} loop start`)
}

/** The others learn who won. */
export function announce(clock: Clock, cluster: Cluster): void {
  const { era, owner } = cluster
  const key = ELECTIONS[0]?.[1] as string
  for (const node of cluster.live) {
    if (node === owner) continue
    const self: Fields = since(era, '2026') ? { key, id: node.uuid } : { 'owner info': `[ddl] ${key} ownerManager ${node.uuid}` }
    node.say(clock.fork(20), 'INFO', 'manager.go', 'get owner', {
      ...self,
      'owner key': `${key}/${cluster.random.hex(16)}`,
      ownerID: owner.uuid,
    })
  }
}

/** The DDL owner steps down: at its shutdown, or because it was told to. */
export function retire(clock: Clock, cluster: Cluster, node: Node): void {
  const { era } = cluster
  const key = ELECTIONS[0]?.[1] as string
  const self: Fields = since(era, '2026') ? { key, id: node.uuid } : { 'owner info': `[ddl] ${key} ownerManager ${node.uuid}` }
  if (since(era, 'v8.1')) node.say(clock, 'INFO', 'manager.go', 'watch owner finished', self)
  else
    node.say(clock, 'INFO', 'manager.go', 'watch failed, owner is deleted', {
      'owner info': `[ddl] ownerManager ${node.uuid} watch owner key ${key}/47c18b8b`,
    })
  const part = campaign(node, key)
  part.turn('campaigning')
  if (since(era, 'v8.5')) {
    node.say(clock, 'INFO', 'manager.go', 'retire owner', self, { about: [part] })
    node.ddl(clock, 'INFO', 'job_scheduler.go', 'scheduleLoop quit due to context canceled')
    node.ddl(clock, 'INFO', 'syncer.go', 'schema version sync loop interrupted, retrying...')
  }
  node.say(clock, since(era, '2026') ? 'INFO' : 'WARN', 'manager.go', 'is not the owner', self, { about: [part] })
  clock.pass(300)
  if (since(era, 'v8.1')) {
    node.say(clock, 'INFO', 'domain.go', 'stopping dist task scheduler manager because the current node is not DDL owner anymore', {
      id: node.uuid,
    })
    for (const loop of ['schedule task', 'cleanup', 'collect']) node.say(clock, 'INFO', 'scheduler_manager.go', `${loop} loop exits`)
    node.say(clock, 'INFO', 'domain.go', 'dist task scheduler manager stopped', { id: node.uuid })
  } else if (since(era, 'v7.5'))
    node.say(clock, 'INFO', 'dispatcher_manager.go', 'dispatch task loop exits', { error: 'context canceled', interval: 300 })
}

/** A process ends as it should. The work that it held must have been given back before. */
export function shutdown(clock: Clock, cluster: Cluster, node: Node): void {
  const { era, random } = cluster
  const [server, framework] = [node.life('server', node.name), node.life('node', node.name)]
  const about = { about: [server] }
  server.turn('shutting-down')
  node.say(clock, 'INFO', 'signal_posix.go', 'got signal to exit', { signal: 'terminated' }, about)
  node.say(clock, 'INFO', 'server.go', 'setting tidb-server to report unhealthy (shutting-down)', {}, about)
  if (since(era, 'v7.1')) {
    node.say(clock, 'INFO', 'server.go', 'start drain clients', {}, about)
    node.say(clock.pass(700), 'INFO', 'server.go', 'all sessions quit in drain wait time', {}, about)
  } else node.say(clock, 'INFO', 'server.go', '[server] graceful shutdown.')
  const self: Fields = since(era, '2026')
    ? { key: ELECTIONS[0]?.[1] ?? '', id: node.uuid }
    : { 'owner info': `[ddl] ${ELECTIONS[0]?.[1]} ownerManager ${node.uuid}` }
  if (node === cluster.owner) retire(clock, cluster, node)
  const part = campaign(node, ELECTIONS[0]?.[1] as string)
  part.turn('idle')
  node.say(clock, 'INFO', 'manager.go', 'break campaign loop, context is done', self, { about: [part] })
  node.ddl(clock, 'INFO', 'ddl.go', 'stop DDL', { ID: node.uuid })
  node.ddl(clock, 'INFO', since(era, 'v8.5') ? 'job_worker.go' : 'ddl_worker.go', 'DDL worker closed', {
    'take time': random.duration(0.01),
  })
  node.ddl(clock, 'INFO', 'ddl.go', 'DDL closed', { ID: node.uuid, 'take time': random.duration(40) })
  if (since(era, 'v8.1')) {
    const manager = { about: [framework] }
    framework.turn('stopping')
    node.say(clock, 'INFO', 'domain.go', 'stopping dist task executor manager', {}, manager)
    node.say(clock, 'INFO', 'manager.go', 'handle tasks loop done')
    framework.turn('stopped')
    node.say(clock, 'INFO', 'domain.go', 'dist task executor manager stopped', {}, manager)
  }
  server.turn('stopped')
  node.say(clock, 'INFO', 'domain.go', 'domain closed', { 'take time': random.duration(60) }, about)
  node.die(clock)
}
