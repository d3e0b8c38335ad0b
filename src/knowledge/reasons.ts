import type { EntityKind } from './contract.ts'

/** What tells that a failure is of one sort. One of `crashes`, `codes`, `texts` is enough. */
export interface Reason {
  readonly name: string
  readonly about: string
  /** Kinds of Go reports that prove the finding. */
  readonly crashes?: readonly string[]
  /** Codes of findings; one that ends in `-` stands for all that begin so. */
  readonly codes?: readonly string[]
  /** In lower case, in the evidence or the title. */
  readonly texts?: readonly string[]
  /** Kinds of findings of which nothing else is known. */
  readonly kinds?: readonly string[]
  /** What the finding is about. */
  readonly entities?: readonly EntityKind[]
}

/**
 * Sorts of failures of a test run; the first row that fits is the reason, so what is sure stands above what is likely. Texts are those of
 * Go's runtime and testing package, of the kernel, of testify and of TiDB's errors (pkg/errno/errname.go).
 */
export const reasons: readonly Reason[] = [
  {
    name: 'race',
    about: 'a data race',
    crashes: ['race'],
    codes: ['go-race'],
    texts: ['warning: data race', 'race detected during execution'],
  },
  { name: 'oom', about: 'memory ran out', texts: ['out of memory', 'cannot allocate memory', 'oomkilled', 'signal: killed'] },
  {
    name: 'disk',
    about: 'a disk was full',
    codes: ['tikv-disk-full-during-add-index', 'ingest-env-check-disk-8256'],
    texts: ['no space left on device', 'disk full', 'disk quota exceeded', 'insufficient disk space'],
  },
  {
    name: 'deadlock',
    about: 'goroutines wait for each other',
    crashes: ['deadlock'],
    codes: ['go-deadlock'],
    texts: ['all goroutines are asleep'],
  },
  {
    name: 'timeout',
    about: 'time ran out',
    crashes: ['timeout'],
    codes: ['go-timeout'],
    texts: ['test timed out', 'test killed with quit'],
  },
  {
    name: 'leak',
    about: 'goroutines were left behind',
    crashes: ['leak'],
    codes: ['go-leak'],
    texts: ['found unexpected goroutines', 'errors on successful test run'],
  },
  {
    name: 'panic',
    about: 'a panic or another crash',
    crashes: ['panic', 'fatal'],
    codes: ['go-panic', 'go-fatal', 'crash-loop', 'fatal-exit'],
  },
  {
    name: 'ddl-hang',
    about: 'a DDL does not get further',
    codes: [
      'stall',
      'livelock',
      'retry-storm',
      'mdl-',
      'check-dist-task-blocks-start',
      'dxf-not-found-instance-loop',
      'upgrade-pause-timeout',
    ],
    texts: ['information schema is out of date', 'wait schema version'],
  },
  {
    name: 'ingest',
    about: 'ingest or the global sort',
    codes: ['ingest-', 'global-sort-', 'checksum-'],
    texts: ['ingest', 'lightning', 'duplicate key in engine'],
    entities: ['engine', 'backend', 'checkpoint', 'flush-lock'],
  },
  {
    name: 'pd-unavailable',
    about: 'PD or its etcd could not be reached',
    codes: ['pd-', 'tso-', 'etcd-'],
    texts: ['pd server timeout', '[pd:client]', 'get timestamp failed', 'etcdserver:', 'no leader'],
  },
  {
    name: 'tikv-unavailable',
    about: 'TiKV could not be reached',
    codes: ['tikv-'],
    texts: ['tikv server timeout', 'tikv server is busy', 'region is unavailable', 'resolve lock timeout', 'store is unreachable'],
  },
  {
    name: 'txn',
    about: 'a transaction conflicted or its result is unknown',
    codes: ['undetermined-'],
    texts: [
      'write conflict',
      'deadlock found when trying to get lock',
      'lock wait timeout',
      'undetermined',
      'try again later',
      'pessimistic lock',
    ],
  },
  {
    name: 'environment',
    about: 'what the test needed was not there',
    texts: [
      ...[
        '[build failed]',
        '[setup failed]',
        'failed to build',
        'connection refused',
        'address already in use',
        'no such host',
        'permission denied',
      ],
      ...['too many open files', 'no required module provides', 'i/o timeout', 'tls handshake timeout', 'context canceled by runner'],
    ],
  },
  {
    name: 'assertion',
    about: 'a test did not get what it expected',
    texts: ['error trace:', 'not equal:', '... obtained ', 'should be true', 'should be false'],
    kinds: ['test-failure'],
  },
  { name: 'design', about: "a step or a rule of TiDB's design was broken", kinds: ['violation', 'invariant'] },
  { name: 'unknown', about: 'none of these' },
]
