import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { generate } from '../bench/generate.ts'
import { UserError } from '../errors.ts'
import { builtInSignatures } from '../knowledge/signatures.ts'
import type { Report } from '../report/report.ts'
import type { StandingFinding } from '../report/standing.ts'
import { open } from '../source/open.ts'
import { schemaFaults } from '../testing/schema.ts'
import { triage } from '../triage.ts'
import { Logs } from './logs.ts'

const folder = mkdtempSync(join(tmpdir(), 'follow-'))
afterAll(() => rmSync(folder, { recursive: true }))

const base = { signatures: builtInSignatures(), version: '0', minCoverage: 0 }
const LOCKED = 'src/knowledge/signatures/ingest-engine-lock-held-by-current-process/positive/v8.5-two-retries.log'
const locked = readFileSync(LOCKED, 'utf8').split(/(?<=\n)/)
const panic = readFileSync('fixtures/go-report/go1.26/nil-map.txt', 'utf8')
const healthy = Buffer.concat([...generate({ nodes: 1, bytes: 2 << 20, seed: 7 })].map(({ data }) => Buffer.from(data)))

interface Following {
  readonly told: string[]
  readonly found: StandingFinding[]
  readonly stop: AbortController
  readonly report: Promise<Report>
  /** Waits until something is so, for some seconds at most. */
  until(so: () => boolean): Promise<void>
}

function begin(paths: readonly string[], stdin: Readable = Readable.from([])): Following {
  const stop = new AbortController()
  const told: string[] = []
  const found: StandingFinding[] = []
  const logs = new Logs(paths, {
    ...{ stdin, stop: stop.signal, onSize: () => undefined, large: Number.POSITIVE_INFINITY },
    tell: (text) => told.push(text.replaceAll(folder, '')),
  })
  const report = triage({
    ...base,
    sources: logs.sources(),
    interrupt: { stop: stop.signal, giveUp: stop.signal },
    goOn: (journey) => logs.goOn(journey),
    onStanding: (finding) => found.push(finding),
  })
  report.catch(() => undefined)
  const until = async (so: () => boolean): Promise<void> => {
    for (let waited = 0; !so() && waited < 20_000; waited += 20) await setTimeout(20)
    expect(so()).toBe(true)
  }
  return { told, found, stop, report, until }
}

function analysed(bytes: string | Buffer): Promise<Report> {
  return triage({ ...base, sources: open(['-'], { stdin: Readable.from([Buffer.from(bytes)]) }) })
}

/** A finding that was told must be in the report, with the entities that it was told with. */
function expectKept({ findings }: Report, found: readonly StandingFinding[]): void {
  for (const { code, entities } of found) {
    const alike = findings.filter((finding) => finding.code === code).map((finding) => finding.entities)
    expect(alike).toContainEqual(expect.arrayContaining([...entities]))
  }
}

describe.concurrent('a pipe', () => {
  test('of which a finding is told while it is open, and the report at its end is that of the whole', async () => {
    const stdin = new PassThrough()
    const { found, report, until } = begin(['-'], stdin)
    for (const [i, line] of locked.entries()) {
      stdin.write(line)
      if (i % 4 === 3) await setTimeout(250)
    }
    await until(() => found.length > 0)
    stdin.end()
    const { coverage, ...whole } = await report
    expect(schemaFaults({ coverage, ...whole })).toEqual([])
    expect(found.map(({ code, entities }) => `${code} ${entities.map(({ id }) => id)}`)).toEqual([
      'ingest-engine-lock-held-by-current-process 152',
    ])
    expect(coverage.interrupted).toBeNull()
    expect(whole.findings).toEqual((await analysed(locked.join(''))).findings)
    expectKept({ coverage, ...whole }, found)
  })

  test('that falls silent behind a crash: it is told without another line', async () => {
    const stdin = new PassThrough()
    const { found, report, until } = begin(['-'], stdin)
    const [head, rest] = [panic.slice(0, 60), panic.slice(60)]
    stdin.write(head)
    await setTimeout(100)
    stdin.write(rest)
    await until(() => found.length > 0)
    expect(found).toMatchObject([{ code: 'go-panic', severity: 'critical', where: { source: '-', line: 1 } }])
    stdin.end()
    expect((await report).crashes).toHaveLength(1)
  })

  test('that is fast: the same report as of the whole, whatever pieces it comes in', async () => {
    const pieces = Array.from({ length: Math.ceil(healthy.length / 50_021) }, (_, i) => healthy.subarray(i * 50_021, (i + 1) * 50_021))
    const { report } = begin(['-'], Readable.from(pieces))
    expect(await report).toEqual(await analysed(healthy))
  })

  test('that is packed is refused', async () => {
    writeFileSync(join(folder, 'beside.log'), locked.join(''))
    const { report } = begin(['-', join(folder, 'beside.log')], Readable.from([gzipSync('x')]))
    await expect(report).rejects.toThrow(UserError)
  })

  test('that breaks is reported', async () => {
    const stdin = new PassThrough()
    const { report } = begin(['-'], stdin)
    stdin.write(locked.join(''))
    await setTimeout(50)
    stdin.destroy(Object.assign(new Error('EIO: i/o error, read'), { syscall: 'read' }))
    const { coverage, findings } = await report
    expect([coverage.lines, findings.length]).toEqual([locked.length, 1])
    expect(coverage.problems).toMatchObject([{ source: '-', code: 'unreadable' }])
  })
})

describe.concurrent('files', () => {
  const at = (name: string): string => join(folder, name)

  test('go on from what was there, several at once and in the order of their times, until the run is stopped', async () => {
    const half = Math.floor(locked.length / 2)
    writeFileSync(at('tidb-0.log'), locked.slice(0, half).join(''))
    writeFileSync(at('tidb-1.log'), '')
    const { found, report, stop, until, told } = begin([at('tidb-0.log'), at('tidb-1.log')])
    await setTimeout(150)
    appendFileSync(at('tidb-1.log'), healthy.subarray(0, healthy.indexOf('\n', 5_000) + 1))
    const line = locked[half]!
    appendFileSync(at('tidb-0.log'), line.slice(0, 30))
    await setTimeout(150)
    appendFileSync(at('tidb-0.log'), line.slice(30) + locked.slice(half + 1).join(''))
    await until(() => found.length > 0)
    stop.abort()
    const whole = await report
    expectKept(whole, found)
    expect(whole.findings.map(({ code }) => code)).toEqual(['ingest-engine-lock-held-by-current-process'])
    expect(whole.coverage.interrupted).toBeNull()
    expect(
      whole.sources.map(({ name, lines, strays, truncated, order }) => [name.slice(folder.length), lines, strays, truncated, order]),
    ).toEqual([
      ['/tidb-0.log', locked.length, 0, false, 'ascending'],
      [
        '/tidb-1.log',
        healthy
          .subarray(0, healthy.indexOf('\n', 5_000) + 1)
          .toString()
          .split('\n').length - 1,
        0,
        false,
        'ascending',
      ],
    ])
    expect([told, whole.coverage.problems]).toEqual([[], []])
  })

  test('are followed through rotation and truncation, which is said; what comes is numbered anew', async () => {
    const path = at('turning.log')
    writeFileSync(path, locked.slice(0, 3).join(''))
    const { found, report, stop, until, told } = begin([path])
    await setTimeout(100)
    renameSync(path, `${path}.1`)
    appendFileSync(`${path}.1`, locked[3]!)
    writeFileSync(path, locked.slice(4, 6).join(''))
    await until(() => told.length === 1)
    truncateSync(path, 0)
    await until(() => told.length === 2)
    appendFileSync(path, locked.slice(6).join(''))
    await until(() => found.length === 1)
    stop.abort()
    const { sources, findings } = await report
    expect(told).toEqual([
      '/turning.log is another file now: it is read from its beginning.',
      '/turning.log was cut short: it is read from its beginning.',
    ])
    expect(sources.map(({ lines, strays }) => [lines, strays])).toEqual([[locked.length, 0]])
    expect(findings.flatMap(({ evidence }) => evidence.map(({ where }) => where.line)).sort()).toEqual([1, 2, 3, 3, 4, 4])
  })

  test('that cannot grow are read and said to be left', async () => {
    writeFileSync(at('tidb-2024-01-13T19-21-09.123.log'), locked.join(''))
    writeFileSync(at('old.log.gz'), gzipSync(healthy))
    const { report, told } = begin([at('tidb-2024-01-13T19-21-09.123.log'), at('old.log.gz')])
    expect((await report).sources.map(({ lines }) => lines > 0)).toEqual([true, true])
    expect(told).toEqual([
      '/old.log.gz is read, but not followed: it is packed or encoded.',
      'None of these logs can grow: nothing is followed.',
    ])
  })

  test('that do not exist are refused', async () => {
    await expect(begin([at('missing.log')]).report).rejects.toThrow(UserError)
  })
})
