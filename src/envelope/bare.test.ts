import { describe, expect, test } from 'vitest'
import { lineOf } from '../testing/lines.ts'
import { looksBare, looksEntry } from './bare.ts'

const look = (of: typeof looksBare, text: string): boolean => {
  const { buf, start, end } = lineOf(text)
  return of(buf, start, end)
}

describe('an entry', () => {
  test.each([
    '[2023/10/19 16:36:49.461 +08:00] [INFO] [ddl.go:1122] ["x"]',
    '2019/10/09 11:21:05.123 file.go:1: [info] x',
    '[INFO] [file.go:12] ["x"]',
    '[Warn] [util.go:73] ["x"]',
    '[file.go:12] [onError] [a=b]',
    '[lib.rs:510] ["assertion failed"]',
    '["[ddl] message"] [a=b]',
    '["[ddl] message"]',
    '[“[ddl] message”] [a=b]',
    '{"level":"warn","ts":1701955219.527015,"caller":"x.go:62","msg":"m"}',
  ])('%s', (text) => expect(look(looksEntry, text)).toBe(true))
})

describe('a line of a Go report', () => {
  test.each([
    'panic: runtime error: index out of range [5] with length 3',
    'fatal error: concurrent map writes',
    'goroutine 720992623 [running]:',
    'created by golang.org/x/sync/errgroup.(*Group).Go in goroutine 720992478',
    '[signal SIGSEGV: segmentation violation code=0x1 addr=0x10 pc=0x3e358f1]',
    'github.com/pingcap/tidb/pkg/ddl.(*ddlCtx).isReorgPaused(...)',
    'panic({0x51c460?, 0x637710?})',
    'main.main()',
    '\t/go/pkg/mod/golang.org/x/sync@v0.3.0/errgroup/errgroup.go:72 +0x96',
    '        /opt/server/conn.go:1138 +0x1b3',
    '      external/io_bazel_rules_go/go/tools/bzltestutil/wrap.go:140 +0x9b',
    'WARNING: DATA RACE',
  ])('%s', (text) => {
    expect(look(looksBare, text)).toBe(true)
    expect(look(looksEntry, text)).toBe(false)
  })
})

test.each([
  '',
  '[',
  '[]',
  '[INFO]',
  '[INFO] x',
  '[a.go:] [x]',
  '["a","b"]',
  '[2023-10-19 16:35:48] ###### start',
  '[19:34:40]TiDB root',
  '{"log":"x"}',
  'e.g. (see below)',
  'call me (maybe)',
  '  - a list',
  '2023-10-19T16:36:49Z x',
  '[tidb-0.tar.gz](https://github.com/pingcap/tidb/files/1/tidb-0.tar.gz)',
])('neither: %s', (text) => expect(look(looksBare, text)).toBe(false))
