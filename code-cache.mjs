// Keeps what V8 makes of the bundle, for bin/bundle.js: the program is run once, so that all has been compiled that most starts need.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { devNull } from 'node:os'
import { join } from 'node:path'
import { isMainThread, MessageChannel, parentPort, Worker, workerData } from 'node:worker_threads'
import bundle from './bin/bundle.js'

const reports = join(import.meta.dirname, 'fixtures', 'reports')
const paths = readdirSync(reports).map((name) => join(reports, name))
const MAIN = ['main.cjs', 'engine.cjs', 'errors.cjs', join('later', 'grammars.cjs')]
/** What a reading thread runs. */
const READER = 'reader.cjs'

if (isMainThread) await keepAll()
else readAsWorker()

async function keepAll() {
  for (const name of [...MAIN, READER]) {
    const file = join(import.meta.dirname, 'lib', name)
    writeFileSync(file, ascii(readFileSync(file, 'utf8')))
    // That there is something, though it is of no use yet, tells that the file is to be compiled by the bundle's own loader.
    writeFileSync(bundle.codeOf(file), '')
  }
  const { port1, port2 } = new MessageChannel()
  const asked = { literals: ['panic'], idle: [], telling: [], callers: null, since: null, stop: new Int32Array(new SharedArrayBuffer(4)) }
  const worker = new Worker(new URL(import.meta.url), { workerData: { ...asked, orders: port2 }, transferList: [port2] })
  worker.on('message', ({ what, message }) => {
    if (what === 'fault') throw new Error(message)
    if (what === 'done') port1.close()
  })
  process.on('exit', () => keep(...MAIN))
  process.argv.splice(2, process.argv.length, 'analyze', ...paths, '--format', 'json', '--format', 'terminal', '--output', devNull)
  await import('./bin/run.js')
}

/** A reading thread that reads one report and keeps what was made of its own part of the bundle. */
function readAsWorker() {
  bundle.loadPart('reader.cjs')
  workerData.orders.on('close', () => {
    keep(READER)
    process.exit()
  })
  parentPort.emit('message', { path: paths[0], range: null })
}

function keep(...names) {
  for (const [file, script] of bundle.scripts)
    if (names.some((name) => file.endsWith(name))) writeFileSync(bundle.codeOf(file), script.createCachedData())
}

/** esbuild leaves other characters in regular expressions alone, where their escapes mean the same. */
function ascii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
