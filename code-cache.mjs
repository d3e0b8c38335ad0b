// Keeps what V8 makes of the bundle, for bin/bundle.js: the program is run once, so that all has been compiled that most starts need.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { devNull } from 'node:os'
import { join } from 'node:path'
import bundle from './bin/bundle.js'

const reports = join(import.meta.dirname, 'fixtures', 'reports')
const paths = readdirSync(reports).map((name) => join(reports, name))

for (const name of ['main.cjs', 'engine.cjs', 'errors.cjs', 'later/grammars.cjs']) {
  const file = join(import.meta.dirname, 'lib', name)
  writeFileSync(file, ascii(readFileSync(file, 'utf8')))
  // That there is something, though it is of no use yet, tells that the file is to be compiled by the bundle's own loader.
  writeFileSync(bundle.codeOf(file), '')
}
process.on('exit', () => {
  for (const [file, script] of bundle.scripts) writeFileSync(bundle.codeOf(file), script.createCachedData())
})
process.argv.splice(2, process.argv.length, 'analyze', ...paths, '--format', 'json', '--format', 'terminal', '--output', devNull)
await import('./bin/run.js')

/** esbuild leaves other characters in regular expressions alone, where their escapes mean the same. */
function ascii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
