import { describe, expect, test } from 'vitest'
import { lineOf, textOf } from '../testing/lines.ts'
import { Peeler } from './index.ts'

const peeled = (text: string): string => {
  const line = lineOf(text)
  new Peeler().peel(line)
  return textOf(line)
}
const ENTRY = '[2025/01/07 18:12:53.968 +08:00] [WARN] [engine_mgr.go:65] ["build ingest engine failed"] ["job ID"=443]'
const CUT = '[ddl.go:12] ["message"] []'

describe('an entry comes out of', () => {
  test.each([
    ['quotes', '> > ', ''],
    ['quotes without spaces', '>> ', ''],
    ['an opening back-tick', '`', ''],
    ['a closing back-tick', '', '`'],
    ['back-ticks', '`', '`'],
    ['an inline fence', '```', '```'],
    ['a bullet', '- ', ''],
    ['a numbered bullet in a quote', '> 12. ', ''],
    ['a Chinese number', '2、', ''],
    ['a bullet and back-ticks', '* `', '`'],
    ['indentation', '      ', ''],
    ['a tab', '\t', ''],
    ['white space and a CR', '  ', '\r'],
  ])('%s', (_, before, after) => {
    expect(peeled(before + ENTRY + after)).toBe(ENTRY)
    expect(peeled(before + CUT + after)).toBe(CUT)
  })

  test.each(['the error log: ', '报错日志：', 'tidb-0 ', '| ', 'tidb-1/tidb.log:', 'tidb.log:42:', '   12\t', '(x) '])(
    'words in front: %s',
    (before) => {
      expect(peeled(before + ENTRY)).toBe(ENTRY)
    },
  )

  test('words and a back-tick in front of a header that was cut', () => {
    expect(peeled(`The error log：\` ${CUT}`)).toBe(CUT)
  })
})

describe('a Go report comes out of', () => {
  test.each([
    ['`panic: x', 'panic: x'],
    ['\t/go/src/x.go:12 +0x96`', '\t/go/src/x.go:12 +0x96'],
    ['    goroutine 1 [running]:', 'goroutine 1 [running]:'],
    ['    main.main()', 'main.main()'],
    ['    \t/go/src/x.go:12 +0x96', '\t/go/src/x.go:12 +0x96'],
  ])('%s', (text, want) => expect(peeled(text)).toBe(want))
})

test.each([
  '```',
  '```log',
  '`ALTER TABLE t1 CHANGE col1 col2 INT;` is blocked , however no `mysql.tidb_mdl_view` rows returned.',
  '- run sysbench',
  '1、run sysbench',
  '2. add index',
  '\tpanic: the panic of a panic',
  '        panic: the same, with spaces for its tab',
  '    --- FAIL: TestAddIndex/sub (0.00s)',
  '  os/exec.(*Cmd).Start()',
  '      GOROOT/src/os/exec/exec.go:693 +0xa57',
  '        /go/src/x.go:12 +0x96',
  '\t  - column `Password` missing',
  '[2023-10-19 16:35:48] ###### start adding index',
  '[19:34:40]TiDB root:(none)> admin show ddl jobs;',
  'mysql> select 1',
  '| 125 | test | xxx | add index /* ingest */ |',
  '+--------+---------+',
  '2024-01-13T18:46:17.819+0800',
  'jobId: 561, job type: add index /* ingest */, state: running',
  'Release Version: v7.5.0-alpha',
  'UTC Build Time: 2023-10-18 11:42:36',
  'a continued value="x [2023/10/19 16:36:49.461 +08:00] [INFO] [a.go:1] [b]"]'.replace(' [2023', '=[2023'),
  'alter table sbtest1 add index index_test (c)',
  '{"level":"warn","ts":"2023-12-07T21:26:52.337841+0800","caller":"x.go:1","msg":"m"}',
  '{"Time":"2026-11-20T09:10:45Z","Action":"pass","Package":"p","Test":"T","Elapsed":0}',
  '  ',
])('stays as it is: %s', (text) => expect(peeled(text)).toBe(text))

describe('characters', () => {
  test.each([
    [
      '[a.go:1] [“index not found”] [“table ID”=6505] [stack=“[x \\“y\\”]”]',
      '[a.go:1] ["index not found"] ["table ID"=6505] [stack="[x \\"y\\"]"]',
    ],
    ['[a.go:1] ["it said “no”"] [x=“y”]', '[a.go:1] ["it said “no”"] [x="y"]'],
    ['[a.go:1] [“schema version doesn’t change”]', '[a.go:1] ["schema version doesn\'t change"]'],
    ['[a.go:1] [job="Err:&lt;nil&gt;"]', '[a.go:1] [job="Err:<nil>"]'],
    ['[a.go:1] [x] [step=&quot;write&amp;ingest&quot;]', '[a.go:1] [x] [step="write&ingest"]'],
    ['[a.go:1] ["x"] [sql="&quot;&amp;"]', '[a.go:1] ["x"] [sql="&quot;&"]'],
  ])('%s', (text, want) => expect(peeled(text)).toBe(want))

  test.each([
    '[a.go:1] ["Err:<nil>"] [sql="&lt;"]',
    '[a.go:1] ["a & b"] [sql="&lt;"]',
    'prose says “so” &amp; more',
    '[a.go:1] ["“all” inside"]',
  ])('the program wrote %s', (text) => expect(peeled(text)).toBe(text))
})

describe('a quoted entry', () => {
  test.each([
    [
      '"[bootstrap.go:1341] [\\"check failed\\"] [] [stack=\\"a\\\\n\\\\tb\\"]\\n"',
      '[bootstrap.go:1341] ["check failed"] [] [stack="a\\n\\tb"]',
    ],
    ['`"[bootstrap.go:1341] [\\"check failed\\"] []"`', '[bootstrap.go:1341] ["check failed"] []'],
    ['"[\\"[ddl] x\\"]",', '["[ddl] x"]'],
    [`"${ENTRY}"`, ENTRY],
    ['"[a.go:1] [\\"cut', '[a.go:1] ["cut'],
    ['"add index failed at 2023-10-29 16:27:07', '"add index failed at 2023-10-29 16:27:07'],
  ])('%s', (text, want) => expect(peeled(text)).toBe(want))
})
