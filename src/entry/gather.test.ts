import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recorded, recordings } from '../testing/recorded.ts'
import { type Gathered, Gatherer } from './gather.ts'

function linesOf(name: string, version = 'go1.26'): readonly string[] {
  return recorded(version, name).trimEnd().split('\n')
}

/** Offers lines numbered from 1; `null` stands for a log entry that passes. */
function gather(lines: readonly (string | null)[]): Gathered & { readonly strays: readonly number[] } {
  const gatherer = new Gatherer()
  const strays: number[] = []
  const reports: Gathered['reports'][number][] = []
  const returned: number[] = []
  const folded: number[] = []
  const collect = (gathered: Gathered): void => {
    reports.push(...gathered.reports)
    returned.push(...gathered.returned)
    folded.push(...gathered.folded)
  }
  lines.forEach((line, i) => {
    if (line === null) gatherer.entriesPassed(1)
    else if (!gatherer.offer(line, i + 1)) strays.push(i + 1)
    collect(gatherer.take())
  })
  collect(gatherer.close())
  return { reports, returned, folded, strays }
}

/** The lines of a report, those of goroutines put back that did what others did before. */
function unfolded(lines: readonly string[], { reports, folded }: Gathered): readonly string[] {
  const at = [...reports.flatMap((report) => report.at), ...folded].sort((a, b) => a - b)
  return at.map((n) => lines[n - 1] ?? '')
}

/** The lines that count: those with something on them. */
function solid(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.trim() !== '')
}

/** Recorded runs that are one report from the first line to the last. */
const whole = recordings.filter(([, name]) => !/^test-|^http$|^race|^logged$|^checked-|^caught$/.test(name))

describe('gathering', () => {
  it.each(whole)('takes of %s %s whole, as one report', (version, name) => {
    const lines = linesOf(name, version)
    const gathered = gather(lines)
    const { reports, strays } = gathered
    expect(reports).toHaveLength(1)
    // the shell's word on a process that aborts
    expect(strays.filter((at) => lines[at - 1] !== 'Aborted')).toEqual([])
    expect(solid(unfolded(lines, gathered))).toEqual(solid(lines).filter((line) => line !== 'Aborted'))
    for (const { at, lines: own } of reports) expect(solid(own)).toEqual(solid(at.map((n) => lines[n - 1] ?? '')))
  })

  it('takes the same lines whatever entries pass and whatever else is printed between', () => {
    const between = fc.array(fc.constantFrom(null, null, 'memory used 12%', '{"level":"info","msg":"x"}', '[1]-  Exit 1  go run main.go'), {
      maxLength: 4,
    })
    const short = whole.filter(([version, name]) => linesOf(name, version).length < 80 && !/^lines|^stack-in/.test(name))
    const sample = fc.constantFrom(...short)
    fc.assert(
      fc.property(sample, fc.infiniteStream(between), ([version, name], streams) => {
        const lines = linesOf(name, version).filter((line) => line !== 'Aborted')
        // until its first goroutine a message may hold anything that is no entry
        const told = lines.findIndex((line) => /^(?:goroutine |\d+ @)/.test(line))
        const mixed = lines.flatMap((line, i): (string | null)[] => {
          const passing: readonly (string | null)[] = streams.next().value ?? []
          return [line, ...passing.map((it) => (i > told ? it : null))]
        })
        const gathered = gather(mixed)
        expect(gathered.reports).toHaveLength(1)
        expect(
          solid(
            unfolded(
              mixed.map((line) => line ?? ''),
              gathered,
            ),
          ),
        ).toEqual(solid(lines))
      }),
      { numRuns: 60 },
    )
  })

  it('accounts for every line once', () => {
    const line = fc.constantFrom(
      ...['nil-map', 'race', 'test-panic', 'profile-1'].flatMap((name) => linesOf(name)),
      'prose',
      'panic: is a word',
      '==================',
      'f()',
      '',
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const { reports, returned, folded, strays } = gather(lines)
        const all = [...reports.flatMap((report) => report.at), ...returned, ...folded, ...strays].sort((a, b) => a - b)
        expect(all).toEqual(lines.map((_, i) => i + 1))
        for (const { lines: taken, at } of reports) expect(taken).toHaveLength(at.length)
      }),
    )
  })

  it("takes what only Go's runtime says, though no stack follows", () => {
    for (const said of ['panic: runtime error: index out of range [7] with length 6', 'fatal error: concurrent map writes']) {
      const { reports, returned } = gather([said, 'and then the node was gone'])
      expect(reports.map(({ lines }) => lines)).toEqual([[said]])
      expect(returned).toEqual([2])
    }
  })

  it("takes a stack of bare names from its first line on, if Go's own frames say that it raised a panic", () => {
    const raised = ['runtime.gopanic', '\t/go/src/runtime/panic.go:884', 'runtime.panicmem', '\t/go/src/runtime/panic.go:260']
    const top = ['github.com/books/db/util.Recover', '\t/src/util/misc.go:120']
    const below = ['github.com/books/db/ddl.(*worker).run', '\t/src/ddl/worker.go:12', 'github.com/books/db/ddl.start', '\t/src/dd']
    const { reports } = gather(['it fell over:', ...top, ...raised, ...below])
    expect(reports.map(({ lines }) => lines)).toEqual([[...top, ...raised, ...below]])
    expect(gather([...top, ...below]).reports).toEqual([])
  })

  it('gives prose back that only speaks of a panic', () => {
    const prose = [
      'panic: runtime error: index out of range is what users see when',
      'the table is dropped. We saw `goroutine` leaks, too.',
      '',
      'Steps: call foo().',
      '==================',
      'f(x)',
    ]
    const { reports, returned, strays } = gather(prose)
    expect(reports).toEqual([])
    expect([...returned, ...strays].sort()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('does not let prose above a report into it', () => {
    const { reports } = gather(['panic: seen again, logs:', '', '```', ...linesOf('nil-map'), '```', 'please advise'])
    expect(reports.map((report) => report.lines.filter((line) => line !== ''))).toEqual([solid(linesOf('nil-map'))])
    expect(reports[0]?.at[0]).toBe(4)
  })

  it('takes frames whose start was cut away, in pairs', () => {
    const { reports, strays } = gather(['prose()', ...linesOf('nil-argument').slice(6), 'later'])
    expect(solid(reports[0]?.lines ?? [])).toEqual(linesOf('nil-argument').slice(6))
    expect(strays).toEqual([8])
  })

  it('counts goroutines for which there is no room without keeping each of them', () => {
    const count = 90_000
    const heads = Array.from({ length: count }, (_, i) => `goroutine ${i + 1} [chan receive, ${i} minutes]:`)
    const { reports } = gather(['panic: x', '', ...heads])
    const [report] = reports
    expect(report?.repeats.length).toBeLessThan(3_000)
    const kept = report?.lines.filter((line) => line.startsWith('goroutine ')).length ?? 0
    expect(kept + report!.repeats.reduce((sum, repeat) => sum + (repeat.count ?? 1), 0)).toBe(count)
    expect(report?.isCut).toBe(true)
  })

  it('starts anew with each crash', () => {
    const order = ['nil-map', 'race', 'index', 'deadlock', 'profile-1', 'overflow', 'cgo', 'test-leak', 'quit']
    const { reports } = gather(order.flatMap((name) => linesOf(name)))
    expect(reports).toHaveLength(order.length)
  })

  it.each([80, 97, 120, 200])('puts frames together that were broken at %i columns', (width) => {
    for (const name of ['test-timeout', 'errgroup', 'nil-map-system', 'overflow', 'race']) {
      const lines = linesOf(name)
      const broken = lines.flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])
      const { reports } = gather(broken)
      const found = solid(reports.flatMap((report) => report.lines)).filter((line) => /^\s|\(|goroutine/.test(line))
      expect(found.filter((line) => !lines.includes(line))).toEqual([])
    }
  })

  it('of a log that is still being written ends only what nothing was added to since it was last asked', () => {
    const lines = linesOf('nil-map')
    const half = Math.floor(lines.length / 2)
    const gatherer = new Gatherer()
    for (const [i, line] of lines.slice(0, half).entries()) gatherer.offer(line, i + 1)
    expect(gatherer.rest().reports).toEqual([])
    for (const [i, line] of lines.slice(half).entries()) gatherer.offer(line, half + i + 1)
    expect(gatherer.rest().reports).toEqual([])
    expect(gatherer.rest().reports.map((report) => report.lines)).toEqual([lines])
    expect([gatherer.rest(), gatherer.rest()]).toEqual([
      { reports: [], returned: [], folded: [] },
      { reports: [], returned: [], folded: [] },
    ])
  })

  it('stays bounded by lines that never come to an end', () => {
    const half = `example.com/x.f(0x1, {0x2, ${'0x3, '.repeat(12)}`
    const { reports, returned, strays } = gather(['goroutine 1 [running]:', ...Array.from({ length: 30_000 }, () => half)])
    expect(reports[0]?.lines.length).toBe(1)
    expect(returned.length + strays.length).toBe(30_000)
  })
})
