// Makes WebAssembly of the look at lines in a row (src/entry/kernel). The build and the tests call it before they begin.
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What these export the program exports. */
const FILES = ['row.ts', 'heads.ts', 'fields.ts', 'words.ts', 'plain-end.ts', 'counts.ts', 'second.ts', 'wrapped.ts', 'unescaped.ts']
const folder = join(import.meta.dirname, 'src', 'entry', 'kernel')

/** @throws when the source is wrong, with all that is wrong in it */
export async function writeKernel() {
  const { default: asc } = await import('assemblyscript/asc')
  const settings = [
    '--runtime',
    'stub',
    '--optimizeLevel',
    '3',
    '--shrinkLevel',
    '0',
    '--converge',
    '--noAssert',
    '--enable',
    'simd',
    '--initialMemory',
    '0',
  ]
  const files = new Map()
  const { error, stderr } = await asc.main([...FILES, '--baseDir', folder, '--outFile', 'row.wasm', ...settings], {
    writeFile: (name, contents) => files.set(name, contents),
  })
  if (error) throw new Error(`${error.message}\n${stderr}`)
  writeFileSync(join(folder, 'row.json'), `${JSON.stringify(Buffer.from(files.get('row.wasm')).toString('base64'))}\n`)
}

const MADE = Symbol.for('tidb-triage: kernel')

/** vitest's name for what runs before all tests: each of its projects calls it. The compiler takes seconds, and most runs change nothing of this. */
export function setup() {
  return (globalThis[MADE] ??= isFresh() ? Promise.resolve() : writeKernel())
}

/** Whether what was made is newer than everything it is made from. */
function isFresh() {
  const made = join(folder, 'row.json')
  const sources = readdirSync(folder).flatMap((name) => (name.endsWith('.ts') ? [join(folder, name)] : []))
  const from = [...sources, ...['kernel.mjs', 'package-lock.json'].map((name) => join(import.meta.dirname, name))]
  return existsSync(made) && from.every((path) => statSync(path).mtimeMs < statSync(made).mtimeMs)
}
