import type { Random } from '../cluster/random.ts'

export function connection(random: Random): number {
  return 2_097_152 + random.whole(1, 40_000) * 2
}

export function address(random: Random, port: number): string {
  return `10.233.${random.whole(64, 127)}.${random.whole(1, 254)}:${port}`
}

export function timestamp(random: Random): string {
  return `4561${random.whole(10_000_000, 99_999_999)}${random.whole(100_000, 999_999)}`
}

export function region(random: Random): number {
  return random.whole(40, 4_000_000)
}

export function table(random: Random): string {
  return random.pick(['account', 'basket', 'catalogue', 'delivery', 'invoice', 'movement', 'payment', 'stock', 'supplier', 'visit'])
}

/** Sixteen bytes as digits, as statements are told apart. */
export function digest(random: Random): string {
  return [0, 1, 2, 3].map(() => random.whole(0x1000_0000, 0xffff_ffff).toString(16)).join('')
}

/** A key of a row, as hexadecimal digits. */
export function key(random: Random): string {
  return `7480000000000${random.hex(3)}5f728000000000${random.hex(6)}`
}

/** Of a few columns or of many, as applications write it. */
export function statement(random: Random): string {
  const name = table(random)
  const columns = Array.from({ length: random.whole(1, 9) }, (_, i) => `\`${name}\`.\`${random.pick(COLUMNS)}_${i}\``)
  const where = `\`${name}\`.\`id\` ${random.pick(['=', 'in', '>='])} (${random.whole(1, 9_999_999)})`
  const tail = random.pick(['', ' for update', ' order by `id` desc limit 200', " and `state` = 'open'"])
  return `select ${columns.join(', ')} from \`${name}\` where ${where}${tail}`
}

const COLUMNS = ['amount', 'changed_at', 'city', 'code', 'label', 'owner_id', 'parent', 'quantity', 'remark', 'status']

const FUNCTIONS = [
  ['github.com/pingcap/errors.AddStack', 'github.com/pingcap/errors@v0.11.5/errors.go'],
  ['github.com/pingcap/errors.Trace', 'github.com/pingcap/errors@v0.11.5/juju_adaptor.go'],
  ['github.com/pingcap/tidb/pkg/executor.(*ExecStmt).Exec', 'github.com/pingcap/tidb/pkg/executor/adapter.go'],
  ['github.com/pingcap/tidb/pkg/executor.(*recordSet).Next', 'github.com/pingcap/tidb/pkg/executor/adapter.go'],
  ['github.com/pingcap/tidb/pkg/server.(*clientConn).handleQuery', 'github.com/pingcap/tidb/pkg/server/conn.go'],
  ['github.com/pingcap/tidb/pkg/server.(*clientConn).dispatch', 'github.com/pingcap/tidb/pkg/server/conn.go'],
  ['github.com/pingcap/tidb/pkg/session.(*session).ExecuteStmt', 'github.com/pingcap/tidb/pkg/session/session.go'],
  ['github.com/pingcap/tidb/pkg/store/copr.(*copIterator).Next', 'github.com/pingcap/tidb/pkg/store/copr/coprocessor.go'],
  ['github.com/tikv/client-go/v2/internal/locate.(*RegionRequestSender).SendReqCtx', 'github.com/tikv/client-go/v2/region_request.go'],
  ['github.com/tikv/client-go/v2/txnkv/transaction.(*twoPhaseCommitter).execute', 'github.com/tikv/client-go/v2/2pc.go'],
  ['google.golang.org/grpc.(*clientStream).RecvMsg', 'google.golang.org/grpc@v1.63.2/stream.go'],
  ['net/http.HandlerFunc.ServeHTTP', '/usr/local/go/src/net/http/server.go'],
] as const

/** The stack that an error carries with it, as `errorVerbose` prints it. */
export function stack(random: Random, frames: number): string {
  const lines = Array.from({ length: frames }, () => {
    const [name, file] = random.pick(FUNCTIONS)
    const path = file.startsWith('/') ? file : `/root/go/pkg/mod/${file}`
    return `${name}\n\t${path}:${random.whole(30, 2_900)}`
  })
  return [...lines, 'runtime.goexit\n\t/usr/local/go/src/runtime/asm_amd64.s:1700'].join('\n')
}
