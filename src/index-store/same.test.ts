import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Instant } from '../entry/entry.ts'
import { builtInSignatures } from '../knowledge/signatures.ts'
import type { Report } from '../report/report.ts'
import type { Asked } from '../scope.ts'
import { Random } from '../simulate/cluster/random.ts'
import { filesOf, openApart } from '../source/open.ts'
import { tarOf, zipOf } from '../testing/archives.ts'
import { ensureBuilt } from '../testing/built.ts'
import { randomLog } from '../testing/random-logs.ts'
import { triage } from '../triage.ts'

const root = mkdtempSync(join(tmpdir(), 'index-same-'))
afterAll(() => rmSync(root, { recursive: true }))

const signatures = builtInSignatures()
const notes: unknown[] = []

/** How a run is made; `triage` may be that of the built program, which alone has threads. */
interface Way {
  readonly triage: typeof triage
  readonly jobs: number
}

async function run(way: Way, paths: readonly string[], asked: Asked, index: 'without' | 'with' | 'from'): Promise<Report> {
  const request = {
    files: await filesOf(paths),
    cacheFolder: join(root, 'cache'),
    program: 'a',
    onNote: (note: unknown) => notes.push(note),
  }
  return way.triage({
    sources: index === 'from' ? untouched() : openApart(paths, { stdin: Readable.from([]) }, way.jobs > 1 ? 1 : Number.POSITIVE_INFINITY),
    signatures,
    version: '0',
    minCoverage: 0.1,
    jobs: way.jobs,
    ...asked,
    ...(index === 'without' ? {} : { index: request }),
  })
}

async function* untouched(): AsyncGenerator<never> {
  yield* []
  expect.unreachable('the input was read, although the index has it all')
}

/** Files of any kind, in a folder of their own. */
async function files(random: Random, name: string): Promise<readonly string[]> {
  const folder = join(root, name)
  mkdirSync(folder)
  const paths: string[] = []
  for (let i = random.whole(1, 3); i > 0; i--) {
    const log = (): Buffer => Buffer.from(randomLog(random))
    const members = Array.from({ length: random.whole(1, 3) }, (_, k) => ({ name: `tidb-${k}/tidb.log`, data: log() }))
    const [ending, data] = await random.pick([
      async () => ['log', log()] as const,
      async () => ['log.gz', gzipSync(log())] as const,
      async () => ['tar.gz', gzipSync(await tarOf(members))] as const,
      async () => ['zip', zipOf(members)] as const,
    ])()
    const path = join(folder, `tidb-${i}.${ending}`)
    writeFileSync(path, data)
    paths.push(path)
  }
  return random.next() < 0.5 ? [folder] : paths
}

/** Parts of the input that may be asked for, with ids, times and nodes that are in it. */
function questions(random: Random, { jobs, sources, nodes }: Report): readonly Asked[] {
  const times = sources.flatMap(({ firstTime, lastTime }) => [firstTime, lastTime].flatMap((time) => (time ? Date.parse(time) : [])))
  const [from, to] = times.length > 0 ? [Math.min(...times), Math.max(...times)] : [0, 1]
  const moment = (): Instant => ({ ms: Math.round(from + random.next() * (to - from)), zone: random.pick([null, 0, 480]) })
  const job = jobs.length > 0 ? random.pick(jobs).id : '1'
  const node = random.pick(['tidb-0', 'tidb-1', ...nodes.map(({ id }) => id)])
  return [{ job }, { since: moment() }, { until: moment() }, { since: moment(), until: moment(), job }, { node }, { node, job }]
}

async function compare(way: Way, seed: number): Promise<void> {
  const random = new Random(seed)
  const paths = await files(random, `${seed}-${way.jobs}`)
  const plain = await run(way, paths, {}, 'without')
  const first = random.pick<Asked>([{}, ...plain.jobs.map(({ id }) => ({ job: id }))])
  const print = (report: Report): string => JSON.stringify(report)
  expect(print(await run(way, paths, first, 'with'))).toBe(print(await run(way, paths, first, 'without')))
  expect(print(await run(way, paths, {}, 'from'))).toBe(print(plain))
  for (const asked of questions(random, plain)) {
    const index = asked.since || asked.until || asked.node ? 'with' : 'from'
    expect([asked, print(await run(way, paths, asked, index))]).toEqual([asked, print(await run(way, paths, asked, 'without'))])
  }
}

test.each(Array.from({ length: 8 }, (_, i) => i))('a run from the index prints what one without prints: seed %i', async (seed) => {
  await compare({ triage, jobs: 1 }, seed)
  expect(notes).toEqual([])
})

test('also with threads', async () => {
  const built: { triage: typeof triage } = await import(join(process.cwd(), 'lib/index.js'))
  for (let seed = 100; seed < 102; seed++) await compare({ triage: built.triage, jobs: 2 }, seed)
  expect(notes).toEqual([])
}, 60_000)

beforeAll(ensureBuilt, 120_000)
