import type { BlameLists } from './contract.ts'

/**
 * Which frames a Go crash may be blamed on. Function names are as Go prints them; an entry of `skip` and `stop` covers the function, its
 * closures and its wrappers, under any import path that ends with it. Raise `version` with every change: findings depend on it.
 */
export const blame: BlameLists = {
  version: '1',
  // https://pkg.go.dev/std, first path elements; `vendor/golang.org` is the standard library's own vendoring
  standardLibrary: [
    ...['archive', 'arena', 'bufio', 'builtin', 'bytes', 'cmp', 'compress', 'container', 'context', 'crypto', 'database', 'debug', 'embed'],
    ...[
      'encoding',
      'errors',
      'expvar',
      'flag',
      'fmt',
      'go',
      'hash',
      'html',
      'image',
      'index',
      'internal',
      'io',
      'iter',
      'log',
      'maps',
      'math',
    ],
    ...['mime', 'net', 'os', 'path', 'plugin', 'reflect', 'regexp', 'runtime', 'slices', 'sort', 'strconv', 'strings', 'structs', 'sync'],
    ...['syscall', 'testing', 'text', 'time', 'unicode', 'unique', 'unsafe', 'weak', 'vendor/golang.org'],
    // Rust's, for TiKV's panics
    ...['std', 'core', 'alloc', 'rust_begin_unwind', '__rust_begin_short_backtrace', 'rust_panic'],
  ],
  skip: [
    // pkg/util/misc.go, pkg/util/wait_group_wrapper.go: recover helpers and goroutine wrappers
    ...[
      'util.Recover',
      'util.WithRecovery',
      'util.GetRecoverError',
      'util.(*WaitGroupWrapper).Run',
      'util.(*WaitGroupWrapper).RunWithRecover',
    ],
    ...['util.(*WaitGroupEnhancedWrapper).Run', 'util.(*WaitGroupEnhancedWrapper).RunWithRecover', 'util.(*ErrorGroupWithRecover).Go'],
    // pkg/parser/terror, pkg/util/logutil, pkg/util/intest: they only turn an error into a panic
    ...[
      'terror.MustNil',
      'terror.Log',
      'logutil.BgLogger',
      'intest.Assert',
      'intest.AssertFunc',
      'intest.AssertNoError',
      'intest.AssertNotNil',
    ],
    // pkg/util/set and friends hand panics on; tikv_util::set_panic_hook is where TiKV logs them
    ...['tikv_util::set_panic_hook'],
  ],
  stop: ['testing.tRunner', 'runtime.main', 'runtime.goexit'],
  // pingcap/tidb@f662fa1c: lightning/pkg (br/pkg/lightning before v8.2) and br/cmd are linked into their own programs alone
  programs: [
    {
      name: 'tidb-lightning',
      marks: ['tidb/lightning/pkg/', ...['importer', 'restore', 'server'].map((it) => `tidb/br/pkg/lightning/${it}.`)],
    },
    { name: 'br', marks: ['tidb/br/cmd/br', 'main.runRestoreCommand', 'main.runBackupCommand', 'main.newStreamRestoreCommand'] },
    { name: 'Dumpling', marks: ['tidb/dumpling/'] },
    { name: 'TiCDC', marks: ['github.com/pingcap/tiflow/', 'github.com/pingcap/ticdc/'] },
    { name: 'PD', marks: ['github.com/tikv/pd/server', 'github.com/tikv/pd/pkg/'] },
    { name: 'TiKV', marks: ['tikv_util::', 'raftstore::', 'rust_begin_unwind', 'std::panicking::'] },
  ],
}
