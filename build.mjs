// Bundles the program into lib/. `--quick` leaves out what only the package needs: type declarations and the oclif manifest.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { writeCatalogue } from './catalogue.mjs'
import { writeKernel } from './kernel.mjs'
import { later } from './later.mjs'

/** Other files may have that name. */
const ERRORS = join(import.meta.dirname, 'src', 'errors.ts')
const quick = process.argv.includes('--quick')
const require = createRequire(import.meta.url)

process.chdir(import.meta.dirname)
await writeCatalogue()
await writeKernel()
rmSync('lib', { recursive: true, force: true })

const settings = {
  bundle: true,
  // What V8 made of a file can be kept for CommonJS alone (bin/bundle.js).
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  logLevel: 'warning',
}
/** What a file of the bundle takes from another one instead of having it twice. */
const others = {
  name: 'others',
  setup({ onResolve }) {
    const from =
      (path, wanted) =>
      ({ kind }) =>
        kind === wanted ? { path, external: true } : null
    // A class must be the same for whoever throws and whoever catches.
    onResolve({ filter: /\/errors\.ts$/ }, ({ kind, path, resolveDir }) =>
      kind === 'import-statement' && resolve(resolveDir, path) === ERRORS ? { path: './errors.cjs', external: true } : null,
    )
    onResolve({ filter: /^(?:\.\.\/)+index\.ts$/ }, from('./engine.cjs', 'dynamic-import'))
    onResolve({ filter: /\/simulate\/make\.ts$/ }, from('./simulator.cjs', 'dynamic-import'))
    onResolve({ filter: /\/knowledge\/index\.ts$/ }, ({ importer }) =>
      /[\\/]simulate[\\/]/.test(importer) ? { path: './engine.cjs', external: true } : null,
    )
  },
}
/** Large tables stand in the bundle as text: to parse it takes a third of the time that a literal takes. */
const tables = {
  name: 'tables',
  setup({ onLoad }) {
    onLoad({ filter: /\.json$/ }, ({ path }) => ({
      contents: `module.exports = JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))))})`,
      loader: 'js',
    }))
  },
}
const parts = {
  ...settings,
  // oclif finds its plugins by their place in node_modules; oclif itself starts twice as fast from the bundle.
  external: ['@oclif/plugin-*'],
  // What V8 made of a file cannot import modules (later.mjs).
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'placeOfThisFile' },
  banner: { js: "const placeOfThisFile = require('node:url').pathToFileURL(__filename).href;" },
  plugins: [others, tables, later(settings, 'lib')],
}

await build({ ...parts, stdin: { contents: doors(), resolveDir: import.meta.dirname }, outfile: 'lib/main.cjs' })
// In a file of its own all of the engine is in one scope, which makes it faster than if it were wrapped to be run later.
await build({ ...parts, entryPoints: ['src/index.ts'], outfile: 'lib/engine.cjs' })
await build({ ...parts, entryPoints: ['src/simulate/make.ts'], outfile: 'lib/simulator.cjs' })
await build({ ...parts, entryPoints: ['src/crew/worker.ts'], outfile: 'lib/reader.cjs' })
await build({ ...parts, entryPoints: ['src/errors.ts'], outfile: 'lib/errors.cjs' })
writeFileSync('lib/worker.cjs', "require('../bin/bundle.js').loadPart('reader.cjs')\n")
writeFileSync('lib/index.js', "export * from './engine.cjs'\n")
// Options of Node's would be compiled in.
execFileSync(process.execPath, ['code-cache.mjs'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } })

if (!quick) {
  run(join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc'), '-p', 'tsconfig.types.json')
  run(join(dirname(require.resolve('oclif/package.json')), 'bin', 'run.js'), 'manifest')
}

/** The program as bin/run.js asks for it; each part of it is run when it is first asked for. */
function doors() {
  return `
    require('@oclif/core/settings').settings.enableAutoTranspile = false
    Object.defineProperty(exports, 'execute', { get: () => require('@oclif/core/execute').execute })
    exports.commands = {
      ${commands()
        .map(({ id, path }) => `get '${id}'() { return require('./${path}').default },`)
        .join('\n')}
    }
  `
}

/** A command is named by its file, its topic by the folder. */
function commands() {
  return readdirSync('src/commands', { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => ({ id: name.replace(/\.ts$/, '').replaceAll('/', ':'), path: `src/commands/${name}` }))
}

function run(script, ...args) {
  execFileSync(process.execPath, [script, ...args], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, OCLIF_SKIP_NEW_VERSION_CHECK: 'true' },
  })
}
