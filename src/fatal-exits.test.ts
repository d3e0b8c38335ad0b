import { describe, expect, test } from 'vitest'
import { reportOf } from './testing/gate-runs.ts'

const line = (second: number, rest: string) => `[2025/01/07 18:12:${second}.968 +08:00] ${rest}`
const stack = (...frames: readonly string[]) => `[stack="${frames.map((it) => `${it}\\n\\t/go/src/${it}.go:12`).join('\\n')}"]`
const server = stack('github.com/pingcap/tidb/pkg/parser/terror.MustNil', 'main.main')
const fatal = (second: number, rest: string, file = 'terror.go:12') =>
  line(second, `[FATAL] [${file}] ["it cannot go on"] [error="no ${second} seats"] ${rest}`)
const serving = line(10, '[INFO] [server.go:12] ["server is running MySQL protocol"] [addr=0.0.0.0:4000]')

async function found(...lines: readonly string[]) {
  const { findings } = await reportOf(['-'], `${lines.join('\n')}\n`)
  return findings.map(({ code, severity, count, title }) => ({ code, severity, count, title }))
}

describe('a FATAL line of a tidb-server', () => {
  test('is a finding, by its stack or by what the process was', async () => {
    const told = { code: 'fatal-exit', severity: 'high', count: 1, title: 'tidb-server ended itself: it cannot go on: no 30 seats' }
    expect(await found(fatal(30, server))).toEqual([told])
    expect(await found(serving, fatal(30, ''))).toEqual([told])
  })

  test('is told once, however often it came', async () => {
    expect(await found(fatal(30, server), fatal(30, server), fatal(30, server))).toMatchObject([{ code: 'fatal-exit', count: 3 }])
  })

  // biome-ignore format: one form, one line
  test.each([
    ['nobody knows whose it is', [fatal(30, '')]],
    ['lightning printed it', [fatal(30, stack('github.com/pingcap/tidb/lightning/pkg/importer.Run', 'main.main'))]],
    ['br printed it', [serving, fatal(30, stack('github.com/pingcap/tidb/br/pkg/task.RunRestore', 'main.main'))]],
    ['PD printed it', [serving, fatal(30, stack('github.com/tikv/pd/server.Run', 'main.main'))]],
    ['TiKV printed it', [serving, fatal(30, '', 'lib.rs:480')]],
    ['it is no more than an error', [serving, fatal(30, server).replace('FATAL', 'ERROR')]],
    ['a test ran', ['=== RUN   TestA', serving, fatal(30, server), '--- PASS: TestA (0.00s)']],
  ])('is none where %s', async (_, lines) => {
    expect((await found(...lines)).filter(({ code }) => code === 'fatal-exit')).toEqual([])
  })

  test('is none beside a panic of the same moment', async () => {
    const panic = [
      'panic: no seats',
      '',
      'goroutine 7 [running]:',
      'github.com/pingcap/tidb/pkg/ddl.sit(0x1)',
      '\t/src/pkg/ddl/sit.go:12 +0x12',
    ]
    expect((await found(fatal(30, server), ...panic)).map(({ code }) => code)).toEqual(['go-panic'])
  })
})
