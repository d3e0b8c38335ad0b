import type { Random } from '../cluster/random.ts'
import { type NoiseLine, row } from './noise-line.ts'
import { address, connection, region, stack, statement, timestamp } from './values.ts'

/** WARN and ERROR that a cluster prints under load: retried, refused or the application's own fault. */
export const TROUBLE: readonly NoiseLine[] = [
  row(5, 'WARN', 'backoff.go', 'regionMiss backoffer.maxSleep 40000ms is exceeded, errors', (random) => ({
    conn: connection(random),
    error: `region ${region(random)} is not available, retried on ${address(random, 20_160)}`,
  })),
  row(6, 'WARN', 'region_request.go', 'tikv reports `ServerIsBusy` retry later', (random) => ({
    reason: random.pick(['scheduler is busy', 'deadline is exceeded', 'raftstore is busy']),
    ctx: `region ID: ${region(random)}, addr: ${address(random, 20_160)}`,
  })),
  row(3, 'WARN', 'client_batch.go', 'batchRecvLoop re-create streaming fail', (random) => ({
    target: address(random, 20_160),
    forwardedHost: '',
    attempts: random.whole(1, 30),
    error: 'context deadline exceeded',
  })),
  row(3, 'WARN', 'expensivequery.go', 'expensive_query', (random) => ({
    cost_time: random.duration(61_000),
    conn: connection(random),
    user: 'app',
    txn_start_ts: timestamp(random),
    mem_max: `${random.whole(1_000_000, 900_000_000)} Bytes`,
    sql: statement(random),
  })),
  row(4, 'ERROR', 'conn.go', 'command dispatched failed', (random) => ({
    conn: connection(random),
    status: 'inTxn:1, autocommit:0',
    sql: statement(random),
    txn_mode: 'PESSIMISTIC',
    timestamp: timestamp(random),
    err: `[executor:1317]Query execution was interrupted\n${stack(random, random.whole(2, 9))}`,
  })),
  row(1, 'WARN', 'session.go', 'run statement failed', verbose),
]

/** An error with its whole stack, 4 to 20 KB of it. */
function verbose(random: Random) {
  const conflict = `txnStartTS=${timestamp(random)}, conflictStartTS=${timestamp(random)}`
  const error = `[kv:9007]Write conflict, ${conflict}, reason=Optimistic [try again later]`
  return {
    conn: connection(random),
    schemaVersion: random.whole(60, 900),
    error,
    errorVerbose: `${error}\n${stack(random, random.whole(28, 130))}`,
  }
}
