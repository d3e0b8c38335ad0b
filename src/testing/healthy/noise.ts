import type { Random } from '../../simulate/cluster/random.ts'
import { type NoiseLine, row } from '../../simulate/noise/noise-line.ts'

const sql = 'select c from sbtest1 where id between 10 and 20'

/** What a busy, healthy cluster prints beside its DDL. */
export const NOISE: readonly NoiseLine[] = [
  row(1, 'INFO', 'server.go', 'new connection', (random) => ({ conn: connection(random), remoteAddr: '10.233.70.1:43188' })),
  row(1, 'INFO', 'server.go', 'connection closed', (random) => ({ conn: connection(random) })),
  row(1, 'INFO', 'gc_worker.go', '[gc worker] start a new gc job', (random) => ({
    uuid: random.hex(15),
    safePoint: 447_118_000_123,
    concurrency: 3,
  })),
  row(1, 'INFO', 'gc_worker.go', '[gc worker] finish delete ranges', (random) => ({
    uuid: random.hex(15),
    'num of ranges': 2,
    'cost time': '1.2ms',
  })),
  row(1, 'WARN', 'expensivequery.go', 'expensive_query', (random) => ({
    cost_time: '61.2s',
    conn: connection(random),
    user: 'root',
    database: 'test',
    table_ids: '[104]',
    txn_start_ts: 447_118_000_999,
    mem_max: '1048576 Bytes (1 MB)',
    sql,
  })),
  row(1, 'INFO', 'conn.go', 'command dispatched failed', (random) => ({
    conn: connection(random),
    command: 'Query',
    status: 'inTxn:0, autocommit:1',
    sql,
    txn_mode: 'PESSIMISTIC',
    err: "[schema:1146]Table 'test.nope' doesn't exist",
  })),
  row(1, 'WARN', '2pc.go', 'schemaLeaseChecker is not set for this transaction', (random) => ({
    sessionID: connection(random),
    startTS: 447_118_000_555,
    checkTS: 447_118_000_777,
  })),
  row(1, 'WARN', 'session.go', 'can not retry txn', (random) => ({
    conn: connection(random),
    label: 'general',
    error: '[kv:9007]Write conflict, txnStartTS=447118000123, conflictStartTS=447118000124, reason=Optimistic [try again later]',
    IsBatchInsert: false,
  })),
  row(1, 'INFO', 'region_cache.go', 'switch region leader to specific leader due to kv return NotLeader', (random) => ({
    regionID: random.whole(10, 900),
    currIdx: 0,
    leaderStoreID: 4,
  })),
  row(1, 'WARN', 'update.go', "can't find table", () => ({ 'table id': 95 })),
  row(1, 'INFO', 'domain.go', 'refreshServerIDTTL succeed', (random) => ({ serverID: random.whole(1, 2_000), 'lease id': random.hex(16) })),
  row(1, 'WARN', 'pd.go', 'get timestamp too slow', () => ({ 'cost time': '38.4ms' })),
  row(1, 'INFO', 'tables.go', 'rebase auto increment id', () => ({ tableID: 104, current: 30_001 })),
  row(1, 'WARN', 'backoff.go', 'regionMiss backoffer.maxSleep 40000ms is exceeded, errors', () => ({
    error: 'region 44 is not available, retried',
  })),
]

function connection(random: Random): number {
  return 2_097_000 + random.whole(1, 400) * 2
}
