// Keeps what V8 makes of the bundle, for bin/bundle.js: the program is run once, so that all has been compiled that most starts need.
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { isMainThread, MessageChannel, parentPort, Worker, workerData } from 'node:worker_threads'
import bundle from './bin/bundle.js'

const fixtures = join(import.meta.dirname, 'fixtures')
const reports = readdirSync(join(fixtures, 'reports')).map((name) => join(fixtures, 'reports', name))
/** Large enough to be read in stretches, by several threads. */
const LARGE = 100 << 20
const MAIN = ['main.cjs', 'engine.cjs', 'errors.cjs', join('later', 'grammars.cjs')]
/** What a reading thread runs. */
const READER = 'reader.cjs'

// What is kept is taken only by a V8 with the same flags, in whichever thread it was made.
bundle.tuneEngine()
// What ran only at the start would be thrown away before it can be kept.
setFlagsFromString('--no-flush-bytecode')
if (isMainThread) await keepAll()
else readAsWorker()

async function keepAll() {
  for (const name of [...MAIN, READER]) {
    const file = join(import.meta.dirname, 'lib', name)
    writeFileSync(file, ascii(readFileSync(file, 'utf8')))
    // That there is something, though it is of no use yet, tells that the file is to be compiled by the bundle's own loader.
    writeFileSync(bundle.codeOf(file), '')
  }
  const folder = mkdtempSync(join(tmpdir(), 'tidb-triage-'))
  const large = writeLarge(folder)
  const paths = [large, ...reports]
  let read = 0
  const { port1, port2 } = new MessageChannel()
  const asked = { literals: ['panic'], idle: [], telling: [], callers: null, since: null, stop: new Int32Array(new SharedArrayBuffer(4)) }
  const worker = new Worker(new URL(import.meta.url), { workerData: { ...asked, orders: port2, paths }, transferList: [port2] })
  worker.on('message', ({ what, message }) => {
    if (what === 'fault') throw new Error(message)
    if (what === 'done' && ++read === paths.length) port1.close()
  })
  process.on('exit', () => {
    keep(...MAIN)
    rmSync(folder, { recursive: true })
  })
  process.argv.splice(2, process.argv.length, 'analyze', large, '--jobs', '2', '--format', 'json', '--output', devNull)
  await bundle.loadBundle().commands.analyze.run(process.argv.slice(3), { root: import.meta.dirname })
  process.argv.splice(2, process.argv.length, 'analyze', ...reports, '--format', 'json', '--format', 'terminal', '--output', devNull)
  await import('./bin/run.js')
}

/** A healthy log, and behind it one line again and again. @returns its path */
function writeLarge(folder) {
  const path = join(folder, 'tidb.log')
  const log = readFileSync(join(fixtures, 'benign', '2026-local-sort', 'tidb-0.log'))
  const line = '[2026/01/20 18:00:00.064 +08:00] [INFO] [server.go:400] ["new connection"] [conn=1] [remoteAddr=10.0.0.1:4000]\n'
  writeFileSync(path, log)
  const fd = openSync(path, 'a')
  const lines = Buffer.from(line.repeat(Math.ceil((1 << 20) / line.length)))
  for (let size = log.length; size < LARGE; size += lines.length) writeSync(fd, lines)
  closeSync(fd)
  return path
}

/** A reading thread that reads a large log and reports, and keeps what was made of its own part of the bundle. */
function readAsWorker() {
  bundle.loadPart('reader.cjs')
  workerData.orders.on('close', () => {
    keep(READER)
    process.exit()
  })
  for (const path of workerData.paths) parentPort.emit('message', { path, range: null })
}

function keep(...names) {
  setFlagsFromString('--flush-bytecode')
  for (const [file, script] of bundle.scripts)
    if (names.some((name) => file.endsWith(name))) writeFileSync(bundle.codeOf(file), script.createCachedData())
}

/** esbuild leaves other characters in regular expressions alone, where their escapes mean the same. */
function ascii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
