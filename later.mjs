// A plugin for the bundle: what a start does not need stands in files of its own, and is loaded when it is first used.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

const require = createRequire(import.meta.url)
const oclif = dirname(require.resolve('@oclif/core/package.json'))
const ofOclif = createRequire(join(oclif, 'package.json'))

/** Parts of Node that take milliseconds to load. What is in them must not differ between the versions of Node that build and run. */
const BUILT_IN = ['child_process', 'crypto', 'perf_hooks', 'readline', 'worker_threads']
/** Packages of ours that few inputs and options need; what imports them is itself imported when it is needed. */
const RARE = ['@streamparser/json', 'fast-glob', 'fzstd', 'tar-stream', 'yauzl']
/** What only files need that are wrong, or written in an unusual way, and what of it is used. */
const CAREFUL = { yaml: ['LineCounter', 'parse', 'parseDocument'], zod: ['z'] }
/** What oclif needs for help, for spinners and for what has no manifest. */
const OCLIF = ['cli-spinners', 'ejs', 'lilconfig', 'minimatch', 'tinyglobby']
/** The grammars that need chevrotain, and what they are asked for: common lines are read without. */
const GRAMMARS = {
  'condition.ts': ['parseCondition'],
  'ddl-job.ts': ['parseDdlJobs'],
  'go-report/index.ts': ['parseGoReport'],
  'log-entry.ts': ['parseLogEntry'],
}
/** Oclif asks whether this is WSL at every start, and for the rest on Windows alone. */
const WSL = 'wsl-utils'
const IS_WSL = 'is-wsl'
/** What V8 compiled beforehand cannot import modules on its own (bin/bundle.js). */
const IMPORT = 'import'
const FOLDER = 'later'
const NAMESPACE = 'later'
/** What oclif does otherwise here: file, text, another text. */
const CHANGED = [
  // Commands and hooks of plugins may be modules.
  ['module-loader.js', 'await import(', `await require('${fileOf(IMPORT)}')(`],
  // To put names in the order of a language, Node first loads the order, which takes longer than most reports.
  ['config.plugin.js', 'a.id.localeCompare(b.id)', 'a.id < b.id ? -1 : 1'],
]

/**
 * @param settings those of the bundle, for the files apart
 * @param outdir where the bundle's files stand
 */
export function later(settings, outdir) {
  return {
    name: 'later',
    async setup({ onResolve, onLoad }) {
      for (const name of [...RARE, ...Object.keys(CAREFUL)]) await write(name, import.meta.dirname, `module.exports = require('${name}')`)
      for (const name of [...OCLIF, WSL]) await write(name, oclif, `module.exports = require('${name}')`)
      const grammars = Object.keys(GRAMMARS).map((file) => `export * from './grammars/${file}'`)
      await write('grammars', import.meta.dirname, grammars.join('\n'))
      await write(IMPORT, import.meta.dirname, 'module.exports = (place) => import(place)')

      onResolve({ filter: /./, namespace: NAMESPACE }, ({ path }) => (path === IS_WSL ? undefined : { path, external: true }))
      onResolve({ filter: /^node:process$/ }, ({ path }) => apart(path))
      onResolve({ filter: any(BUILT_IN, '(?:node:)?') }, ({ path }) => apart(`node:${path.replace('node:', '')}`))
      onResolve({ filter: any(RARE) }, ({ path }) => ({ path: fileOf(path), external: true }))
      onResolve({ filter: any(Object.keys(CAREFUL)) }, ({ path }) => apart(path))
      onResolve({ filter: any([fileOf(IMPORT)]) }, ({ path }) => ({ path, external: true }))
      onResolve({ filter: any([...OCLIF, WSL]) }, ({ path }) => apart(path))
      onResolve({ filter: /\/grammars\/.*\.ts$/ }, ({ path, kind }) => {
        const file = path.slice(path.lastIndexOf('/grammars/') + '/grammars/'.length)
        return GRAMMARS[file] && kind === 'import-statement' ? apart(file) : undefined
      })
      for (const [file, text, other] of CHANGED)
        onLoad({ filter: new RegExp(`@oclif.core.lib.${file}$`) }, ({ path }) => ({ contents: changed(path, text, other) }))
      onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({ contents: standIn(path), resolveDir: dirname(ofOclif.resolve(WSL)) }))
    },
  }

  function write(name, resolveDir, contents) {
    return build({ ...settings, stdin: { contents, resolveDir, loader: 'ts' }, outfile: join(outdir, fileOf(name)) })
  }
}

function changed(path, text, other) {
  const code = readFileSync(path, 'utf8')
  if (!code.includes(text)) throw new Error(`${path} has no "${text}" any more: see what it does instead.`)
  return code.replaceAll(text, other)
}

function apart(path) {
  return { path, namespace: NAMESPACE }
}

function any(names, before = '') {
  return new RegExp(`^${before}(?:${names.join('|')})$`)
}

/** The same names, each of which loads the module when it is asked for. */
function standIn(path) {
  // As a module it opens all three standard streams.
  if (path === 'node:process') return 'module.exports = process'
  if (path === WSL) return `exports.isWsl = require('${IS_WSL}').default\n${getters(['powerShellPath'], fileOf(path))}`
  if (CAREFUL[path]) return getters(CAREFUL[path], fileOf(path))
  if (GRAMMARS[path]) return getters(GRAMMARS[path], fileOf('grammars'))
  return OCLIF.includes(path) ? getters(Object.keys(ofOclif(path)), fileOf(path)) : getters(Object.keys(require(path)), path)
}

function getters(names, place) {
  const define = `Object.defineProperty(exports, name, { enumerable: true, get: () => (it ??= require('${place}'))[name] })`
  return `let it\nfor (const name of ${JSON.stringify(names)}) ${define}`
}

function fileOf(name) {
  return `./${FOLDER}/${name.replace('/', '-')}.cjs`
}
