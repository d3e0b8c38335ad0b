import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { builtInSignatures } from '../knowledge/signatures.ts'
import type { Report } from '../report/report.ts'
import { Random } from '../simulate/cluster/random.ts'
import { filesOf, open } from '../source/open.ts'
import { type TriageInput, triage } from '../triage.ts'
import type { IndexNote } from './run-index.ts'

const root = mkdtempSync(join(tmpdir(), 'index-kept-'))
afterAll(() => rmSync(root, { recursive: true }))

const log = readFileSync('fixtures/reports/58776.md')
let folder = ''
let path = ''
let cache = ''
let notes: IndexNote[] = []
let cases = 0

beforeEach(() => {
  folder = join(root, String(cases++))
  path = join(folder, 'tidb.log')
  cache = join(folder, 'elsewhere', 'cache')
  mkdirSync(folder)
  writeFileSync(path, log)
  notes = []
})

interface Ran {
  readonly report: Report
  readonly isRead: boolean
}

async function run(
  paths: readonly string[],
  more: Partial<TriageInput> & { mostBytes?: number; program?: string } = {},
  during = (): void => {},
): Promise<Ran> {
  let isRead = false
  async function* read() {
    isRead = true
    yield* open(paths, { stdin: Readable.from([]) })
    during()
  }
  const { mostBytes, program = 'a', ...rest } = more
  const index = {
    files: await filesOf(paths),
    cacheFolder: cache,
    program,
    onNote: (note: IndexNote) => notes.push(note),
    ...(mostBytes === undefined ? {} : { mostBytes }),
  }
  const report = await triage({ sources: read(), signatures: builtInSignatures(), version: '0', minCoverage: 0.1, index, ...rest })
  return { report, isRead }
}

const own = (): string => join(folder, '.tidb-triage', 'index')
const keptIn = (where: string): string[] => (existsSync(where) ? readdirSync(where) : [])

/** @returns whether a run over the paths reads them, and that it then tells what a run without index tells */
async function reads(...paths: readonly string[]): Promise<boolean> {
  const { report, isRead } = await run(paths)
  expect(report).toEqual((await run(paths, { index: null })).report)
  return isRead
}

describe('an index is used as long as the input is what it was', () => {
  beforeEach(async () => {
    expect(await reads(path)).toBe(true)
    expect(await reads(path)).toBe(false)
    expect(notes).toEqual([])
  })

  test.each<[string, () => void]>([
    ['appended to', () => appendFileSync(path, '[2025/01/07 20:00:00.000 +08:00] [INFO] [a.go:1] [more]\n')],
    ['cut', () => truncateSync(path, log.length - 300)],
    ['emptied', () => truncateSync(path, 0)],
    ['touched', () => utimesSync(path, new Date(), new Date())],
    ['written anew with the same size', () => writeFileSync(path, Buffer.from(log.toString().replaceAll('270055', '270056')))],
    [
      'written anew with the same size and time',
      () => {
        const { atime, mtime } = statSync(path)
        writeFileSync(path, Buffer.from(log.toString().replaceAll('270055', '270056')))
        utimesSync(path, atime, mtime)
      },
    ],
    [
      'replaced by another file of the same size and time',
      () => {
        const { atime, mtime } = statSync(path)
        writeFileSync(`${path}.new`, Buffer.from(log.toString().replaceAll('270055', '270056')))
        utimesSync(`${path}.new`, atime, mtime)
        renameSync(`${path}.new`, path)
      },
    ],
  ])('not when it was %s, and then it is made anew in its place', async (_, change) => {
    change()
    expect(await reads(path)).toBe(true)
    expect(await reads(path)).toBe(false)
    expect(keptIn(own())).toHaveLength(1)
  })

  test('not by another version of the program, nor for signatures that ask for other lines', async () => {
    expect((await run([path], { program: 'b' })).isRead).toBe(true)
    expect((await run([path], { signatures: [] })).isRead).toBe(true)
  })

  test('not when other files are read beside it', async () => {
    writeFileSync(join(folder, 'b.log'), 'a stray\n')
    expect(await reads(path, join(folder, 'b.log'))).toBe(true)
    expect(await reads(folder)).toBe(false)
    expect(await reads(path)).toBe(false)
  })

  test('by whatever name the input goes, with the names that it goes by', async () => {
    const other = relative(process.cwd(), path)
    expect(await reads(other)).toBe(false)
    expect((await run([other])).report.sources[0]?.name).toBe(other)
  })
})

describe('a damaged index is as good as none, and is made anew', () => {
  test('cut, or with any bit changed', async () => {
    expect(await reads(path)).toBe(true)
    const [name] = keptIn(own())
    const file = join(own(), name!)
    const whole = readFileSync(file)
    const random = new Random(1)
    for (let i = 0; i < 60; i++) {
      const damaged = Buffer.from(whole)
      const at = random.whole(0, whole.length - 1)
      damaged[at]! ^= 1 << random.whole(0, 7)
      writeFileSync(file, i % 3 === 0 ? whole.subarray(0, at) : damaged)
      expect(await reads(path)).toBe(true)
      expect(readFileSync(file).equals(whole)).toBe(true)
    }
  }, 60_000)

  test('or something else altogether', async () => {
    expect(await reads(path)).toBe(true)
    const file = join(own(), keptIn(own())[0]!)
    for (const text of ['', 'x', 'x'.repeat(5000)]) {
      writeFileSync(file, text)
      expect(await reads(path)).toBe(true)
      expect(await reads(path)).toBe(false)
    }
    rmSync(file)
    mkdirSync(file)
    expect((await run([path])).isRead).toBe(true)
    expect(notes.map(({ code }) => code)).toEqual(['not-written'])
  })
})

describe('where it lies', () => {
  test('beside the input, readable by those who may read that', async () => {
    await run([path])
    expect(keptIn(own()).map((name) => statSync(join(own(), name)).mode & 0o777)).toEqual([statSync(path).mode & 0o777])
    expect(keptIn(cache)).toEqual([])
  })

  test('beside several in the folder that holds all of them', async () => {
    for (const name of ['a', 'b']) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, 'tidb.log'), log)
    }
    expect(await reads(join(folder, 'b'), join(folder, 'a'))).toBe(true)
    expect(keptIn(own())).toHaveLength(1)
    expect(await reads(join(folder, 'a', 'tidb.log'), join(folder, 'b', 'tidb.log'))).toBe(false)
  })

  test.each<[string, (elsewhere: string) => void]>([
    ['can not be made', () => writeFileSync(join(folder, '.tidb-triage'), '')],
    [
      'is a link, which may lead anywhere',
      (elsewhere) => {
        mkdirSync(elsewhere)
        symlinkSync(elsewhere, join(folder, '.tidb-triage'))
      },
    ],
  ])('in the cache folder where the one beside the input %s', async (_, spoil) => {
    const elsewhere = join(folder, 'target')
    spoil(elsewhere)
    expect(await reads(path)).toBe(true)
    expect(keptIn(join(cache, 'index'))).toHaveLength(1)
    expect(keptIn(elsewhere)).toEqual([])
    expect(await reads(path)).toBe(false)
    expect(notes).toEqual([])
  })

  test('nowhere, and that is said, where neither can be written to', async () => {
    writeFileSync(join(folder, '.tidb-triage'), '')
    writeFileSync(join(folder, 'elsewhere'), '')
    expect(await reads(path)).toBe(true)
    expect(notes.map(({ code }) => code)).toEqual(['not-written'])
  })
})

describe('none is kept', () => {
  afterEachNothing()

  test('of a run that was interrupted', async () => {
    const stop = new AbortController()
    await run([path], { interrupt: { stop: stop.signal, giveUp: new AbortController().signal } }, () => stop.abort())
    expect(notes).toEqual([])
  })

  test('of a run over a part of the time, or of the nodes', async () => {
    const since = { ms: Date.UTC(2020, 0, 1), zone: 0 }
    for (const part of [{ since }, { until: since }, { node: 'tidb-0' }]) await run([path], part)
    expect(notes).toEqual([])
  })

  test('of an input that changes while it is read', async () => {
    await run([path], {}, () => appendFileSync(path, 'more\n'))
    expect(notes.map(({ code }) => code)).toEqual(['changed'])
  })

  test('that would be large beside the input', async () => {
    await run([path], { mostBytes: 1000 })
    expect(notes.map(({ code }) => code)).toEqual(['too-large'])
  })

  test('of what comes through a pipe', async () => {
    const index = { files: await filesOf(['-']), cacheFolder: cache, program: 'a', onNote: (note: IndexNote) => notes.push(note) }
    const sources = open(['-'], { stdin: Readable.from([log]) })
    await triage({ sources, signatures: [], version: '0', minCoverage: 0.1, index })
    expect(notes.map(({ code }) => code)).toEqual(['no-files'])
  })

  function afterEachNothing(): void {
    beforeEach(() => () => expect(existsSync(join(folder, '.tidb-triage'))).toBe(false))
  }
})
