import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { panics } from '../../panics.ts'
import { open } from '../../source/open.ts'
import { makeCrash } from '../../testing/events.ts'
import { buildCrash } from '../build/crashes.ts'
import { alike } from './alike.ts'
import type { PanicsCrash, PanicsReport } from './panics.ts'
import { panicsText } from './text.ts'

const STARTED = (second: number) =>
  `[2025/01/07 18:12:${String(second).padStart(2, '0')}.000 +08:00] [INFO] [server.go:1] ["Welcome to TiDB."]`
const stack = (func: string, goroutine: number) => [
  `goroutine ${goroutine} [running]:`,
  `main.${func}(0x1)`,
  '\t/src/a.go:3 +0x1',
  'exit status 2',
]

function died(second: number, said: string, func: string): readonly string[] {
  return [STARTED(second), `panic: ${said}`, '', ...stack(func, second + 20)]
}

function read(lines: readonly string[]): Promise<PanicsReport> {
  return panics({ sources: open(['-'], { stdin: Readable.from([Buffer.from(`${lines.join('\n')}\n`)]) }), version: '0' })
}

const shown = (report: PanicsReport, full = false) => panicsText(report, { color: false, width: 120, full } as never)

test('of a server that dies of the same again and again the first crash is told, and how often', async () => {
  const loop = Array.from({ length: 30 }, (_, i) => died(i, i === 7 ? 'other' : `index out of range [${i}]`, 'f')).flat()
  const report = await read(loop)
  const text = shown(report)
  expect(text).toMatch(/^30 panics, 2 different, in 210 lines\n/)
  expect(text.match(/^panic: /gm)).toHaveLength(2)
  expect(text).toContain('  29 times alike until 18:12:29.000\n  also at -:9, -:16, -:23, -:30, -:37, -:44 and 22 more\n')
  expect(shown(report, true).match(/^panic: /gm)).toHaveLength(30)
  expect(report.crashes).toHaveLength(30)
})

test('dumps are all shown', async () => {
  const dump = ['SIGQUIT: quit', 'PC=0x1 m=0 sigcode=0', '', ...stack('f', 1)]
  expect(alike((await read([STARTED(1), ...dump, STARTED(2), ...dump])).crashes)).toHaveLength(2)
})

test('every crash is told once, whatever they have in common', () => {
  const one = fc.record({ message: fc.constantFrom('a', 'b 1', 'b 2', null), fingerprint: fc.constantFrom('go:v1:f', 'go:v1:g') })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), (all) => {
      const crashes = all.map((rest): PanicsCrash => ({ ...buildCrash(makeCrash(['x.f'], rest), () => null), severity: 'critical' }))
      const groups = alike(crashes)
      expect(new Set(groups.flat())).toEqual(new Set(crashes))
      expect(groups.flat()).toHaveLength(crashes.length)
      expect(groups).toHaveLength(new Set(all.map(({ message, fingerprint }) => `${message?.[0]} ${fingerprint}`)).size)
    }),
  )
})

test('a function that calls itself stands once, with how often', async () => {
  const frames = Array.from({ length: 50 }, (_, i) => [`main.rec(0x${i.toString(16)})`, '\t/src/a.go:6 +0x1']).flat()
  const text = shown(
    await read(['fatal error: stack overflow', '', 'goroutine 1 [running]:', ...frames, 'main.main()', '\t/src/a.go:9 +0x2']),
  )
  expect(text).toContain('main.rec  /src/a.go:6  ×50\n        main.main  /src/a.go:9\n')
})
