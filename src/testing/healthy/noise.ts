import { Clock } from './clock.ts'
import type { Cluster } from './cluster.ts'
import type { Fields, Node } from './node.ts'

type Noise = readonly [level: 'INFO' | 'WARN' | 'ERROR', file: string, message: string, fields: (node: Node) => Fields]

const sql = 'select c from sbtest1 where id between 10 and 20'

/** What a busy, healthy cluster prints beside its DDL. */
const NOISE: readonly Noise[] = [
  ['INFO', 'server.go', 'new connection', (node) => ({ conn: connection(node), remoteAddr: '10.233.70.1:43188' })],
  ['INFO', 'server.go', 'connection closed', (node) => ({ conn: connection(node) })],
  [
    'INFO',
    'gc_worker.go',
    '[gc worker] start a new gc job',
    (node) => ({ uuid: node.random.hex(15), safePoint: 447_118_000_123, concurrency: 3 }),
  ],
  [
    'INFO',
    'gc_worker.go',
    '[gc worker] finish delete ranges',
    (node) => ({ uuid: node.random.hex(15), 'num of ranges': 2, 'cost time': '1.2ms' }),
  ],
  [
    'WARN',
    'expensivequery.go',
    'expensive_query',
    (node) => ({
      cost_time: '61.2s',
      conn: connection(node),
      user: 'root',
      database: 'test',
      table_ids: '[104]',
      txn_start_ts: 447_118_000_999,
      mem_max: '1048576 Bytes (1 MB)',
      sql,
    }),
  ],
  [
    'INFO',
    'conn.go',
    'command dispatched failed',
    (node) => ({
      conn: connection(node),
      command: 'Query',
      status: 'inTxn:0, autocommit:1',
      sql,
      txn_mode: 'PESSIMISTIC',
      err: "[schema:1146]Table 'test.nope' doesn't exist",
    }),
  ],
  [
    'WARN',
    '2pc.go',
    'schemaLeaseChecker is not set for this transaction',
    (node) => ({ sessionID: connection(node), startTS: 447_118_000_555, checkTS: 447_118_000_777 }),
  ],
  [
    'WARN',
    'session.go',
    'can not retry txn',
    (node) => ({
      conn: connection(node),
      label: 'general',
      error: '[kv:9007]Write conflict, txnStartTS=447118000123, conflictStartTS=447118000124, reason=Optimistic [try again later]',
      IsBatchInsert: false,
    }),
  ],
  [
    'INFO',
    'region_cache.go',
    'switch region leader to specific leader due to kv return NotLeader',
    (node) => ({ regionID: node.random.whole(10, 900), currIdx: 0, leaderStoreID: 4 }),
  ],
  ['WARN', 'update.go', "can't find table", () => ({ 'table id': 95 })],
  [
    'INFO',
    'domain.go',
    'refreshServerIDTTL succeed',
    (node) => ({ serverID: node.random.whole(1, 2_000), 'lease id': node.random.hex(16) }),
  ],
  ['WARN', 'pd.go', 'get timestamp too slow', () => ({ 'cost time': '38.4ms' })],
  ['INFO', 'tables.go', 'rebase auto increment id', () => ({ tableID: 104, current: 30_001 })],
  [
    'WARN',
    'backoff.go',
    'regionMiss backoffer.maxSleep 40000ms is exceeded, errors',
    () => ({ error: 'region 44 is not available, retried' }),
  ],
]

function connection(node: Node): number {
  return 2_097_000 + node.random.whole(1, 400) * 2
}

/** Puts such lines between all others, on every node, from the begin of the run to its end. */
export function addNoise(cluster: Cluster, lines: number): void {
  const { clock, era, random } = cluster
  for (const node of cluster.live)
    for (let i = 0; i < lines; i++) {
      const [level, file, message, fields] = random.pick(NOISE)
      node.say(new Clock(era.begins + 4_000 + random.next() * (clock.ms - era.begins - 4_000), random), level, file, message, fields(node))
    }
}
