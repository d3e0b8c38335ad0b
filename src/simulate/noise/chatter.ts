import type { Random } from '../cluster/random.ts'
import { type NoiseLine, row } from './noise-line.ts'
import { address, connection, digest, key, region, statement, table, timestamp } from './values.ts'

/** INFO of the parts of TiDB that have nothing to do with an ADD INDEX. */
export const CHATTER: readonly NoiseLine[] = [
  row(15, 'INFO', 'server.go', 'new connection', (random) => ({
    conn: connection(random),
    remoteAddr: address(random, random.whole(1_024, 65_535)),
  })),
  row(13, 'INFO', 'server.go', 'connection closed', (random) => ({
    conn: connection(random),
    'connection id': connection(random),
    info: `addr:${address(random, random.whole(1_024, 65_535))} status:${random.whole(0, 30)}, collation:utf8mb4_bin, user:app`,
  })),
  row(10, 'INFO', 'gc_worker.go', gcSteps(), (random) => ({
    uuid: random.hex(16),
    safePoint: timestamp(random),
    concurrency: random.whole(1, 16),
    'cost time': random.duration(900),
  })),
  row(9, 'INFO', 'handle.go', ['incremental update of statistics', 'statistics of a table loaded', 'auto analyze triggered'], statistics),
  row(15, 'INFO', 'coprocessor.go', 'slow coprocessor request', coprocessor),
  row(
    10,
    'INFO',
    'region_cache.go',
    [
      'switch region leader to specific leader due to kv return NotLeader',
      "mark store's regions need be refill",
      'invalidate current region, because others failed on same store',
    ],
    regionCache,
  ),
  row(5, 'INFO', '2pc.go', '[BIG_TXN]', (random) => ({
    session: connection(random),
    'key sample': key(random),
    size: random.whole(10_000_000, 99_000_000),
    keys: random.whole(10_000, 900_000),
    puts: random.whole(10_000, 900_000),
    dels: 0,
    locks: random.whole(0, 90),
    checks: 0,
    txnStartTS: timestamp(random),
  })),
  row(6, 'INFO', 'domain.go', 'refreshServerIDTTL succeed', (random) => ({
    serverID: random.whole(1, 2_000),
    'lease id': random.hex(16),
  })),
  row(5, 'INFO', 'tso_dispatcher.go', '[tso] tso stream is ready', (random) => ({
    'dc-location': 'global',
    'pd-addr': `http://${address(random, 2_379)}`,
    elapsed: random.duration(4),
  })),
  row(6, 'INFO', 'slow_query.go', 'slow query', slowQuery),
  row(4, 'INFO', 'session.go', 'CRUCIAL OPERATION', (random) => ({
    conn: connection(random),
    schemaVersion: random.whole(60, 900),
    cur_db: 'shop',
    sql: `analyze table ${table(random)}`,
    user: 'app@%',
  })),
  row(4, 'INFO', 'memory_usage_alarm.go', 'memory usage sampled', (random) => ({
    'is server-memory-limit set': true,
    'system memory total': 33_565_429_760,
    'tidb-server memory usage': random.whole(1_000_000_000, 9_000_000_000),
    'goroutine count': random.whole(300, 9_000),
  })),
  row(0.9, 'INFO', 'conn.go', 'session states shown', sessionStates),
]

function gcSteps(): readonly string[] {
  const steps = ['start a new gc job', 'start delete ranges', 'finish delete ranges', 'start resolve locks', 'finish resolve locks']
  return steps.map((step) => `[gc worker] ${step}`)
}

function statistics(random: Random) {
  const [changed, total] = [random.whole(10, 9_999_999), random.whole(1_000_000, 99_999_999)]
  return {
    category: 'stats',
    table: table(random),
    partition: `p${random.whole(0, 63)}`,
    modifyCount: changed,
    count: total,
    version: timestamp(random),
    reason: `too many modifications(${changed}/${total}>0.5)`,
  }
}

function coprocessor(random: Random) {
  return {
    conn: connection(random),
    resp_time: random.duration(700),
    txnStartTS: timestamp(random),
    region_id: region(random),
    store_addr: address(random, 20_160),
    kv_process_ms: random.whole(10, 900),
    kv_wait_ms: random.whole(0, 90),
    processed_versions: random.whole(1, 900_000),
    total_versions: random.whole(1, 900_000),
    rocksdb_delete_skipped_count: random.whole(0, 900),
    rocksdb_key_skipped_count: random.whole(0, 900_000),
    rocksdb_cache_hit_count: random.whole(0, 9_000),
    rocksdb_read_byte: random.whole(0, 9_000_000),
  }
}

function regionCache(random: Random) {
  const id = region(random)
  const peers = [1, 2, 3].map((at) => `id:${id + at} store_id:${random.whole(1, 9)}`).join(' > peers:<')
  const bounds = `start_key:"${key(random)}" end_key:"${key(random)}"`
  return {
    region: id,
    currIdx: random.whole(0, 2),
    leaderStoreID: random.whole(1, 9),
    ctx: `region ID: ${id}, meta: id:${id} ${bounds} region_epoch:<conf_ver:${random.whole(1, 90)} version:${random.whole(1, 900)} > peers:<${peers} >`,
  }
}

function slowQuery(random: Random) {
  return {
    cost_time: random.duration(4_000),
    process_time: random.duration(3_000),
    wait_time: random.duration(2),
    request_count: random.whole(1, 900),
    total_keys: random.whole(1, 9_000_000),
    process_keys: random.whole(1, 9_000_000),
    num_cop_tasks: random.whole(1, 900),
    process_max_addr: address(random, 20_160),
    conn: connection(random),
    user: 'app',
    database: 'shop',
    table_ids: `[${random.whole(80, 9_000)}]`,
    txn_start_ts: timestamp(random),
    mem_max: `${random.whole(10_000, 900_000_000)} Bytes`,
    sql: statement(random),
  }
}

function sessionStates(random: Random) {
  const statements = Array.from({ length: random.whole(2, 24) }, (_, i) => ({ id: i, digest: digest(random), sql: statement(random) }))
  return { conn: connection(random), states: JSON.stringify({ user: 'app', host: address(random, 0), variables: {}, statements }) }
}
