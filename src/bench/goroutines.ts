import { Random } from '../simulate/cluster/random.ts'

/** What a dump's goroutines do; all that share it are one group. */
interface Doing {
  /** How often, beside the others. */
  readonly weight: number
  readonly state: string
  /** Waits are this many minutes at most. */
  readonly minutes: number
  /** Functions with their files, the innermost first; how many words each was called with. */
  readonly frames: readonly Call[]
  readonly createdBy: Call
}

type Call = readonly [func: string, file: string, line: number, words: number]

const TIDB = 'github.com/pingcap/tidb/pkg'
const CLIENT = 'github.com/tikv/client-go/v2'

/** The same few ways into a statement, which make stacks as long as a server's are. */
const statement: readonly Call[] = [
  [`${TIDB}/executor/internal/exec.Next`, 'pkg/executor/internal/exec/executor.go', 411, 5],
  [`${TIDB}/executor.(*ExecStmt).next`, 'pkg/executor/adapter.go', 1251, 4],
  [`${TIDB}/executor.(*recordSet).Next`, 'pkg/executor/adapter.go', 173, 4],
  [`${TIDB}/server.(*clientConn).writeChunks`, 'pkg/server/conn.go', 2277, 6],
  [`${TIDB}/server.(*clientConn).handleStmt`, 'pkg/server/conn.go', 2031, 7],
  [`${TIDB}/server.(*clientConn).dispatch`, 'pkg/server/conn.go', 1346, 5],
]
const connection: Call = [`${TIDB}/server.(*Server).startNetworkListener.func1`, 'pkg/server/server.go', 558, 0]
const lock: readonly Call[] = [
  ['internal/sync.runtime_SemacquireMutex', '/usr/local/go/src/runtime/sema.go', 95, 3],
  ['internal/sync.(*Mutex).lockSlow', '/usr/local/go/src/internal/sync/mutex.go', 149, 1],
]
const network: readonly Call[] = [
  ['internal/poll.runtime_pollWait', '/usr/local/go/src/runtime/netpoll.go', 351, 2],
  ['internal/poll.(*pollDesc).wait', '/usr/local/go/src/internal/poll/fd_poll_runtime.go', 84, 3],
  ['internal/poll.(*FD).Read', '/usr/local/go/src/internal/poll/fd_unix.go', 165, 4],
  ['net.(*netFD).Read', '/usr/local/go/src/net/fd_posix.go', 68, 4],
]
const pool: Call = [
  `${TIDB}/resourcemanager/pool/workerpool.(*WorkerPool[...]).runAWorker`,
  'pkg/resourcemanager/pool/workerpool/pool.go',
  170,
  0,
]

function waiting(weight: number, state: string, minutes: number, frames: readonly Call[], createdBy: Call): Doing {
  return { weight, state, minutes, frames, createdBy }
}

const batch: Call = [`${CLIENT}/internal/client.(*batchCommandsClient).send`, 'internal/client/client_batch.go', 871, 3]
const copWorker: Call = [`${TIDB}/store/copr.(*copIteratorWorker).run`, 'pkg/store/copr/coprocessor.go', 820, 3]

const DOINGS: readonly Doing[] = [
  waiting(
    30,
    'IO wait',
    955,
    [...network, [`${TIDB}/server/internal.(*PacketIO).ReadPacket`, 'pkg/server/internal/packetio.go', 187, 3], ...statement.slice(4)],
    connection,
  ),
  waiting(
    18,
    'chan receive',
    76,
    [[`${TIDB}/store/copr.(*copIterator).recvFromRespCh`, 'pkg/store/copr/coprocessor.go', 930, 4], ...statement],
    connection,
  ),
  waiting(
    12,
    'select',
    14,
    [[`${CLIENT}/internal/client.sendBatchRequest`, 'internal/client/client_batch.go', 804, 8], ...statement],
    connection,
  ),
  waiting(
    9,
    'sync.Mutex.Lock',
    40,
    [...lock, [`${TIDB}/infoschema.(*infoCache).GetLatest`, 'pkg/infoschema/cache.go', 158, 1], ...statement],
    connection,
  ),
  waiting(
    8,
    'sync.RWMutex.RLock',
    40,
    [
      ['sync.runtime_SemacquireRWMutexR', '/usr/local/go/src/runtime/sema.go', 100, 3],
      [`${TIDB}/domain.(*Domain).InfoSchema`, 'pkg/domain/domain.go', 611, 1],
      ...statement,
    ],
    connection,
  ),
  waiting(
    7,
    'chan send',
    3,
    [[`${TIDB}/store/copr.(*copIteratorWorker).sendToRespCh`, 'pkg/store/copr/coprocessor.go', 1012, 5], copWorker],
    copWorker,
  ),
  waiting(6, 'select', 0, [[`${TIDB}/ddl/ingest.(*engineInfo).loop`, 'pkg/ddl/ingest/engine.go', 211, 2], pool], pool),
  waiting(
    3,
    'sync.WaitGroup.Wait',
    21,
    [
      ['sync.runtime_SemacquireWaitGroup', '/usr/local/go/src/runtime/sema.go', 110, 2],
      ['sync.(*WaitGroup).Wait', '/usr/local/go/src/sync/waitgroup.go', 118, 1],
      pool,
    ],
    pool,
  ),
  waiting(
    3,
    'sync.Cond.Wait',
    8,
    [
      ['sync.runtime_notifyListWait', '/usr/local/go/src/runtime/sema.go', 606, 2],
      ['sync.(*Cond).Wait', '/usr/local/go/src/sync/cond.go', 71, 1],
      [`${TIDB}/disttask/framework/taskexecutor.(*slotManager).wait`, 'pkg/disttask/framework/taskexecutor/slot.go', 96, 2],
    ],
    pool,
  ),
  // The same stack in two states: two groups.
  waiting(
    2,
    'sleep',
    0,
    [
      ['time.Sleep', '/usr/local/go/src/runtime/time.go', 363, 1],
      [`${CLIENT}/internal/retry.(*Config).createBackoffFn.newBackoffFn.func1`, 'internal/retry/config.go', 251, 3],
      ...statement,
    ],
    connection,
  ),
  waiting(
    1,
    'runnable',
    0,
    [
      ['time.Sleep', '/usr/local/go/src/runtime/time.go', 363, 1],
      [`${CLIENT}/internal/retry.(*Config).createBackoffFn.newBackoffFn.func1`, 'internal/retry/config.go', 251, 3],
      ...statement,
    ],
    connection,
  ),
  waiting(
    1,
    'select, locked to thread',
    900,
    [[`${TIDB}/util/gctuner.(*memoryLimitTuner).loop`, 'pkg/util/gctuner/memory_limit_tuner.go', 88, 1]],
    batch,
  ),
  waiting(1, 'select (no cases)', 900, [[`${TIDB}/util/cpu.(*Observer).Start.func1`, 'pkg/util/cpu/cpu.go', 62, 0]], batch),
]

/** The mutexes that some of them wait for. */
export const LOCKS = ['0xc000a1b2c0', '0xc000a1b300', '0xc001f00d80'] as const

/** How many different goroutines a dump holds, so many as it is long enough to show each. */
export const GROUPS = DOINGS.length

/** A dump of goroutines as SIGQUIT prints it, piece by piece; the same seed gives the same bytes. */
export function* dumpOf(goroutines: number, seed: number): Generator<string> {
  const random = new Random(seed)
  const shares = DOINGS.flatMap((doing) => Array<Doing>(doing.weight).fill(doing))
  yield 'SIGQUIT: quit\nPC=0x48fc41 m=0 sigcode=0\n\n'
  for (let id = 1; id <= goroutines; id++) yield goroutine(id, id <= GROUPS ? DOINGS[id - 1]! : random.pick(shares), random)
}

function goroutine(id: number, { state, minutes, frames, createdBy }: Doing, random: Random): string {
  const waited = minutes === 0 ? 0 : random.whole(0, minutes)
  const [first, ...rest] = state.split(', ')
  const head = `goroutine ${id} [${[first, ...(waited > 0 ? [`${waited} minutes`] : []), ...rest].join(', ')}]:\n`
  return `${head}${frames.map((frame) => called(frame, random)).join('')}created by ${place(createdBy, ` in goroutine ${random.whole(1, 8) * 17}`)}\n`
}

/** Pointers differ from goroutine to goroutine, other words and creators hardly: a program that compares all of them is not to be led astray. */
function called([func, file, line, words]: Call, random: Random): string {
  const address = func.startsWith('internal/sync.(*Mutex).') ? random.pick(LOCKS) : `0xc${random.hex(9)}`
  const last = func.endsWith('.dispatch') ? random.whole(1, 16) : line
  const values = Array.from({ length: words }, (_, i) => (i === 0 ? address : `0x${(i === words - 1 ? last : line + i).toString(16)}`))
  return place([`${func}(${values.join(', ')})`, file, line, 0])
}

function place([func, file, line]: Call, by = ''): string {
  return `${func}${by}\n\t${file.startsWith('/') ? '' : '/home/ci/go/src/github.com/pingcap/tidb/'}${file}:${line} +0x${(line * 7).toString(16)}\n`
}
