// Bundles the program into lib/. `--quick` leaves out what only the package needs: type declarations and the oclif manifest.
import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { writeCatalogue } from './catalogue.mjs'
import { later } from './later.mjs'

const quick = process.argv.includes('--quick')
const require = createRequire(import.meta.url)

process.chdir(import.meta.dirname)
await writeCatalogue()
rmSync('lib', { recursive: true, force: true })

const settings = {
  outdir: 'lib',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  logLevel: 'warning',
}
const modules = {
  ...settings,
  bundle: true,
  splitting: true,
  format: 'esm',
  // oclif finds its plugins by their place in node_modules; oclif itself starts twice as fast from the bundle.
  external: ['@oclif/plugin-*'],
  chunkNames: 'chunks/[name]-[hash]',
  // Dependencies in CommonJS ask for Node's own modules through require, which a module has not by itself.
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  plugins: [later(settings)],
}

await build({
  ...modules,
  entryPoints: [...commands(), { in: 'src/index.ts', out: 'chunks/index' }, { in: '@oclif/core/execute', out: 'chunks/oclif' }],
})
// What is shared is cut into more files, and each file costs a start a millisecond or two: threads share nothing with the rest.
await build({ ...modules, entryPoints: [{ in: 'src/crew/worker.ts', out: 'chunks/worker' }] })

if (!quick) {
  run(join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc'), '-p', 'tsconfig.types.json')
  run(join(dirname(require.resolve('oclif/package.json')), 'bin', 'run.js'), 'manifest')
}

/** Each command is an entry point of its own, because oclif loads it by its path. */
function commands() {
  return readdirSync('src/commands', { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => ({ in: join('src/commands', name), out: join('commands', name.replace(/\.ts$/, '')) }))
}

function run(script, ...args) {
  execFileSync(process.execPath, [script, ...args], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, OCLIF_SKIP_NEW_VERSION_CHECK: 'true' },
  })
}
