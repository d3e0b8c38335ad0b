import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { panics } from './panics.ts'
import type { PanicsReport } from './report/panics/panics.ts'
import { panicsText } from './report/panics/text.ts'
import { open } from './source/open.ts'

const STACK = 'goroutine 1 [running]:\nmain.f(0x1)\n\t/a/b.go:7 +0x1d\n'
const HEAD = 'panic: x\n\ngoroutine 1 [running]:\n'

async function told(text: string): Promise<PanicsReport> {
  const report = await panics({ sources: open(['-'], { stdin: Readable.from([Buffer.from(text)]) }), version: '0' })
  const look = { width: 100, color: false, full: true }
  expect(panicsText(report, look).length).toBeLessThan(4_000_000)
  return report
}

describe('a trace that means no good ends in time, in little memory, and what was left out of it is said', () => {
  test.each([
    ['different', (i: number) => `main.f${i}`],
    ['equal', () => 'main.f'],
  ])('60,000 frames, all %s', async (_, name) => {
    const { crashes } = await told(`${HEAD}${Array.from({ length: 60_000 }, (_, i) => `${name(i)}(0x1)\n\t/a/b.go:${i} +0x1d\n`).join('')}`)
    expect(crashes).toMatchObject([{ kind: 'panic', complete: false, frames: { length: expect.any(Number) } }])
    const { frames } = crashes[0]!
    expect(frames.length).toBeLessThan(5_000)
    expect([frames[0]!.line, frames.at(-1)!.line]).toEqual([0, 59_999])
  })

  test('a message of 10 MB in one line', async () => {
    const { crashes, coverage } = await told(`panic: ${'x'.repeat(10_000_000)}\n\n${STACK}`)
    expect(crashes).toMatchObject([{ complete: false, rootFrame: { func: 'main.f' } }])
    expect(crashes[0]!.message!.length).toBeLessThan(20_000)
    expect(coverage.problems).toMatchObject([{ code: 'line-too-long' }])
  })

  test('a message of 10 MB in lines, as Go indents them', async () => {
    const lines = Array.from({ length: 25_000 }, (_, i) => `\t${'word '.repeat(60 + (i % 17))}\n`)
    const { crashes } = await told(`panic: first\n${lines.join('')}\n${STACK}`)
    expect(crashes).toMatchObject([{ complete: false, rootFrame: { func: 'main.f' } }])
    expect(crashes[0]!.message).toMatch(/^first\n/)
  })

  test('a frame that never closes', async () => {
    const closed = 'main.g(0x1)\n\t/a/b.go:9 +0x1d\n'
    const inOneLine = await told(`${HEAD}main.f(${'{0x1, '.repeat(500_000)}\n\t/a/b.go:7 +0x1d\n${closed}`)
    expect(inOneLine.crashes).toMatchObject([{ rootFrame: { func: 'main.g' } }])
    const inLines = await told(`${HEAD}main.f(0x1, {\n${'0x1, {0x2,\n'.repeat(40_000)}${closed}`)
    expect(inLines.crashes[0]).toMatchObject({ message: 'x', complete: false })
  })

  test.each([
    ['panics', `panic: ${Array.from({ length: 10_000 }, (_, i) => `e${i}`).join(' [recovered]\n\tpanic: ')}\n\n${STACK}`],
    ['braces', `${HEAD}main.f(${'{'.repeat(10_000)}0x1${'}'.repeat(10_000)})\n\t/a/b.go:7 +0x1d\n`],
    ['types', `${HEAD}main.f[${'go.shape.struct{'.repeat(10_000)}${'}'.repeat(10_000)}](0x1)\n\t/a/b.go:7 +0x1d\n`],
    ['closures', `${HEAD}main.f${'.func1'.repeat(10_000)}()\n\t/a/b.go:7 +0x1d\n`],
  ])('%s in one another, 10,000 deep', async (_, text) => {
    const { crashes } = await told(text)
    expect(crashes).toMatchObject([{ kind: 'panic', goroutine: { id: '1' } }])
    expect(crashes[0]!.rootFrame?.func).toMatch(/^main\.f/)
    expect(crashes[0]!.hints.length).toBeLessThan(20)
  })

  test('15,000 goroutines of which no two do the same: all are counted', async () => {
    const goroutines = Array.from({ length: 15_000 }, (_, i) => `goroutine ${i + 1} [select]:\nmain.f${i}(0x1)\n\t/a/b.go:7 +0x1d\n\n`)
    const { crashes } = await told(`SIGQUIT: quit\n\n${goroutines.join('')}`)
    expect(crashes).toMatchObject([{ kind: 'dump', goroutines: 15_000, complete: false }])
    expect(crashes[0]!.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(15_000)
  })
})
