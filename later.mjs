// A plugin for the bundle: what a start does not need stands in files of its own, and is loaded when it is first used.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

const require = createRequire(import.meta.url)
const oclif = dirname(require.resolve('@oclif/core/package.json'))
const ofOclif = createRequire(join(oclif, 'package.json'))

/** Parts of Node that take milliseconds to load. What is in them must not differ between the versions of Node that build and run. */
const BUILT_IN = ['child_process', 'crypto', 'worker_threads']
/** What oclif needs for help and for what has no manifest. */
const OCLIF = ['ejs', 'lilconfig', 'minimatch', 'tinyglobby']
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
const FOLDER = 'later'
const NAMESPACE = 'later'

/**
 * @param settings those of the bundle; every file of it must stand one folder below its `outdir`
 */
export function later(settings) {
  return {
    name: 'later',
    async setup({ onResolve, onLoad }) {
      for (const name of [...OCLIF, WSL]) await write(name, `module.exports = require('${name}')`, oclif)
      const grammars = Object.keys(GRAMMARS).map((file) => `export * from './grammars/${file}'`)
      await write('grammars', grammars.join('\n'), import.meta.dirname)

      onResolve({ filter: /./, namespace: NAMESPACE }, ({ path }) => (path === IS_WSL ? undefined : { path, external: true }))
      onResolve({ filter: /^node:process$/ }, ({ path }) => apart(path))
      onResolve({ filter: new RegExp(`^(?:node:)?(?:${BUILT_IN.join('|')})$`) }, ({ path }) => apart(`node:${path.replace('node:', '')}`))
      onResolve({ filter: new RegExp(`^(?:${[...OCLIF, WSL].join('|')})$`) }, ({ path }) => apart(path))
      onResolve({ filter: /\/grammars\/.*\.ts$/ }, ({ path, kind }) => {
        const file = path.slice(path.lastIndexOf('/grammars/') + '/grammars/'.length)
        return GRAMMARS[file] && kind === 'import-statement' ? apart(file) : undefined
      })
      onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({ contents: standIn(path), resolveDir: dirname(ofOclif.resolve(WSL)) }))
    },
  }

  /** Bundled as CommonJS, which alone can be loaded in the middle of a function. */
  function write(name, contents, resolveDir) {
    const { outdir, platform, target, minifySyntax, minifyWhitespace, legalComments } = settings
    const outfile = join(outdir, FOLDER, `${name}.cjs`)
    const common = { bundle: true, format: 'cjs', platform, target, minifySyntax, minifyWhitespace, legalComments, logLevel: 'warning' }
    return build({ ...common, stdin: { contents, resolveDir, loader: 'ts' }, outfile })
  }
}

function apart(path) {
  return { path, namespace: NAMESPACE }
}

/** The same names, each of which loads the module when it is asked for. */
function standIn(path) {
  // As a module it opens all three standard streams.
  if (path === 'node:process') return 'module.exports = process'
  if (path === WSL) return `exports.isWsl = require('${IS_WSL}').default\n${getters(['powerShellPath'], fileOf(path))}`
  if (GRAMMARS[path]) return getters(GRAMMARS[path], fileOf('grammars'))
  return OCLIF.includes(path) ? getters(Object.keys(ofOclif(path)), fileOf(path)) : getters(Object.keys(require(path)), path)
}

function getters(names, place) {
  const define = `Object.defineProperty(exports, name, { enumerable: true, get: () => require('${place}')[name] })`
  return `for (const name of ${JSON.stringify(names)}) ${define}`
}

function fileOf(name) {
  return `../${FOLDER}/${name}.cjs`
}
