// Makes WebAssembly of the look at lines in a row (src/entry/kernel). The build and the tests call it before they begin.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'

/** What these export the program exports. */
const FILES = ['row.ts', 'heads.ts', 'fields.ts', 'words.ts', 'plain-end.ts', 'counts.ts', 'second.ts', 'wrapped.ts']
const folder = join(import.meta.dirname, 'src', 'entry', 'kernel')

/** @throws when the source is wrong, with all that is wrong in it */
export async function writeKernel() {
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

/** vitest's name for what runs before all tests. */
export const setup = writeKernel
