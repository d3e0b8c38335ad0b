import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt, runBuilt } from './testing/built.ts'

const example = resolve('fixtures/reports/47902.md')
const folder = mkdtempSync(join(tmpdir(), 'tidb-triage-start-'))

beforeAll(ensureBuilt, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe('what V8 made of the bundle', () => {
  const codes = () => readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.code'))

  test('is taken by the Node that built it', () => {
    const ask = `
      const { scripts } = require('./bin/bundle.js')
      process.argv = [process.execPath, 'run.js', 'analyze', ${JSON.stringify(example)}, '--output', require('node:os').devNull]
      process.on('exit', () => console.log(JSON.stringify([...scripts.values()].map((script) => script.cachedDataRejected))))
      require('./bin/run.js')`
    const said = execFileSync(process.execPath, ['-e', ask], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })
    const ofReader = codes().filter((name) => name.startsWith('reader.'))
    expect(ofReader).toHaveLength(1)
    expect(JSON.parse(said)).toEqual(codes().flatMap((name) => (ofReader.includes(name) ? [] : [false])))
    expect(codes().length).toBeGreaterThan(2)
  })

  test('is taken by a reading thread', () => {
    const thread = `
      const { loadPart, scripts } = require(${JSON.stringify(resolve('bin/bundle.js'))})
      loadPart('reader.cjs')
      require('node:worker_threads').parentPort.postMessage([...scripts].map(([file, script]) => [require('node:path').basename(file), script.cachedDataRejected]))`
    const ask = `
      const { Worker } = require('node:worker_threads')
      require('./bin/bundle.js').tuneEngine()
      const workerData = { literals: ['panic'], idle: [], telling: [], callers: null, since: null, stop: new Int32Array(new SharedArrayBuffer(4)) }
      const worker = new Worker(${JSON.stringify(thread)}, { eval: true, workerData })
      worker.on('message', (said) => { console.log(JSON.stringify(said)); worker.terminate() })`
    const said = execFileSync(process.execPath, ['-e', ask], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })
    expect(JSON.parse(said)).toContainEqual(['reader.cjs', false])
  })

  test.each([
    ['is not there', (file: string) => rmSync(file)],
    ['is of no use', (file: string) => writeFileSync(file, 'nothing that V8 would know')],
  ])('makes no difference where it %s', (_, spoil) => {
    const copy = join(folder, String(readdirSync(folder).length))
    for (const name of ['bin', 'lib', 'package.json', 'oclif.manifest.json']) cpSync(name, join(copy, name), { recursive: true })
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
    for (const name of codes()) spoil(join(copy, 'lib', name))
    const run = (args: string[]) => spawnSync(process.execPath, [join(copy, 'bin', 'run.js'), ...args], { encoding: 'utf8' })
    expect(run(['analyze', example]).stdout).toBe(runBuilt(['analyze', example]).out)
    expect(run(['analyze', 'no-such-file.log']).status).toBe(3)
    expect(run(['help', 'analyze']).stdout).toBe(runBuilt(['help', 'analyze']).out)
  })
})

test('nothing is put in the order of a language, which Node must load first: that takes longer than most reports', () => {
  for (const name of ['main', 'engine']) expect(readFileSync(`lib/${name}.cjs`, 'utf8')).not.toMatch(/\.localeCompare\(|\bIntl\./)
})

describe('the library', () => {
  test('is imported as a module, without the command line', async () => {
    const ask = `import { builtInSignatures, open, triage } from ${JSON.stringify(resolve('lib/index.js'))}
      const sources = open([${JSON.stringify(example)}], {})
      const report = await triage({ sources, signatures: builtInSignatures(), version: '0', minCoverage: 0 })
      console.log(report.findings[0].code, process.moduleLoadList.includes('NativeModule readline'))`
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', ask], { encoding: 'utf8' })
    expect(said).toBe('dxf-reorgctx-nil-panic false\n')
  })
})
