import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { panics } from './panics.ts'
import type { PanicsReport } from './report/panics/panics.ts'
import { panicsText } from './report/panics/text.ts'
import { open } from './source/open.ts'
import { recordings } from './testing/recorded.ts'
import { panicsFaults } from './testing/schema.ts'

const recorded = 'fixtures/go-report/go1.26'

function of(paths: readonly string[], stdin = '', goroutine: string | null = null): Promise<PanicsReport> {
  return panics({ sources: open(paths, { stdin: Readable.from([Buffer.from(stdin)]) }), version: '0.0.0', goroutine })
}

function text(report: PanicsReport, full = false): string {
  return panicsText(report, { width: 120, color: false, full })
}

describe('the crashes of a log', () => {
  test.each(recordings)('of %s %s are told as the schema says', async (version, name) => {
    const report = await of([`fixtures/go-report/${version}/${name}.txt`])
    expect(panicsFaults(report)).toEqual([])
    expect(report.crashes.length).toBe(name.startsWith('test-fail') ? 0 : name.startsWith('race-main') ? 2 : 1)
    for (const { buckets, goroutines } of report.crashes) {
      expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(goroutines)
      expect(text(report)).toContain(report.crashes[0]?.fingerprint)
    }
  })

  test('come with node and time when a log carries them', async () => {
    const head = '[2025/01/07 18:12:53.968 +08:00] [INFO] [a.go:1] [begun]\n'
    const report = await of(['-'], head + readFileSync(join(recorded, 'nil-map.txt'), 'utf8'))
    expect(report.crashes).toMatchObject([
      { kind: 'panic', severity: 'critical', time: '2025-01-07T18:12:53.968+08:00', where: { line: 2 } },
    ])
  })

  test('say who waits for what, and what all goroutines do', async () => {
    const report = await of([join(recorded, 'many.txt')])
    const [crash] = report.crashes
    expect(crash?.blockedOn.map(({ what, goroutines }) => [what, goroutines])).toEqual([
      ['channel-receive', 400],
      ['lock', 200],
    ])
    expect(crash?.buckets.map(({ count, createdBy }) => [count, createdBy?.func])).toEqual([
      [1, undefined],
      [400, 'main.waiting'],
      [200, 'main.waiting'],
    ])
    expect(text(report)).toMatch(/400 {2}to receive from a channel, in main\.waiting\.func2/)
  })

  test('are cut down to one goroutine when that is asked for', async () => {
    const all = [join(recorded, 'many.txt'), join(recorded, 'nil-map.txt')]
    const report = await of(all, '', '22')
    expect(report.crashes).toHaveLength(1)
    expect(report.crashes[0]?.buckets).toMatchObject([{ count: 400, state: 'chan receive' }])
    expect((await of(all, '', '99999')).crashes).toEqual([])
  })

  test('are told in full when that is asked for', async () => {
    const report = await of([join(recorded, 'nil-argument.txt')])
    expect(text(report)).toContain('▸ main.settle  ')
    expect(text(report, true)).toMatch(/▸ main\.settle\(\{0x[0-9a-f]+\??, 0x6\}, 0x0, 0x7\) {2}/)
  })

  test('are none where there are none', async () => {
    const report = await of(['-'], '[2025/01/07 18:12:53.968 +08:00] [INFO] [a.go:1] [b]\n')
    expect(report.crashes).toEqual([])
    expect(text(report)).toBe('No panic, fatal error, race or goroutine dump in 1 line.\n')
  })

  test('cannot repaint a terminal', async () => {
    const hostile = 'panic: \u001b]0;owned\u0007\u202e x\n\ngoroutine 1 [running]:\nmain.f\u001b[2J(0x1)\n\t/a\u009b.go:1 +0x1\n'
    const printed = text(await of(['-'], hostile), true)
    expect(printed).toContain('panic:')
    expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  })
})
