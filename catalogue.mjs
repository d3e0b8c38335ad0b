// Compiles the built-in signatures into one JSON file, so that a start reads no YAML. The build and the tests call it before they begin.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const folder = join(import.meta.dirname, 'src', 'knowledge', 'signatures')

/** @throws when a signature is wrong, with all that is wrong in all of them */
export async function writeCatalogue() {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'src', 'signature', 'load.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(${JSON.stringify(import.meta.url)});`,
    },
  })
  const { compileCatalogue } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
  writeFileSync(join(folder, 'catalogue.json'), `${JSON.stringify(compiled(() => compileCatalogue(folder)))}\n`)
}

function compiled(compile) {
  try {
    return compile()
  } catch ({ message }) {
    // The stack of the one that was thrown holds the whole program, which lies in its own address.
    throw new Error(message)
  }
}

const MADE = Symbol.for('tidb-triage: catalogue')

/** vitest's name for what runs before all tests: each of its projects calls it, once is enough. */
export function setup() {
  return (globalThis[MADE] ??= writeCatalogue())
}
