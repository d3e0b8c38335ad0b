const { existsSync, readFileSync, statSync } = require('node:fs')
const { createRequire, enableCompileCache, Module } = require('node:module')
const { dirname, join } = require('node:path')
const { Script } = require('node:vm')

const lib = join(__dirname, '../lib')
/** What was compiled here, by file. */
const scripts = new Map()

/** V8 believes what it is given, so it must come from the very same program, which its size tells from other builds of its version. */
const node = `${process.version}-${process.arch}-${statSync(process.execPath).size}`

/** Loads the program. */
const loadBundle = () => loadPart('main.cjs')

/**
 * Loads a file of the bundle. To compile it takes longer than to read most reports: the build keeps what V8 made of it, and the Node that built
 * takes that as it is. It lies with the program, is made with it, never written later, and never packed: it is of no use elsewhere.
 */
function loadPart(name) {
  const file = join(lib, name)
  if (existsSync(codeOf(file))) return load(file)
  // From Node 22.1 on what was compiled is kept for the next start, unless NODE_DISABLE_COMPILE_CACHE is set.
  enableCompileCache?.()
  return require(file)
}

/** Where the build keeps what V8 made of a file of the bundle. */
function codeOf(file) {
  return `${file}.${node}.code`
}

/** Does what Node's own loader does; known to it afterwards, so that oclif, which asks by path, is given the same. */
function load(file) {
  const known = require.cache[file]
  if (known) return known.exports
  const made = new Module(file)
  made.filename = file
  require.cache[file] = made
  compile(file).runInThisContext()(made.exports, requireOf(file), made, file, dirname(file))
  made.loaded = true
  return made.exports
}

function compile(file) {
  // Only ASCII (code-cache.mjs): read as such it takes half the time.
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`
  const script = new Script(source, { filename: file, cachedData: readFileSync(codeOf(file)) })
  scripts.set(file, script)
  return script
}

function requireOf(file) {
  const plain = createRequire(file)
  const require = (id) => {
    const own = id.startsWith('./') ? join(dirname(file), id) : null
    return own !== null && existsSync(codeOf(own)) ? load(own) : plain(id)
  }
  return Object.assign(require, plain)
}

/**
 * A run is short, and most of its code is run a few thousand times: when V8 builds less of it into each function that it optimises, and
 * optimises only what runs longer, it is done a good deal sooner; what is not optimised is compiled simply, and earlier. And what lives is
 * little: left to itself V8 collects garbage so seldom that memory grows with the log. Where the flags are not known to exist nothing is
 * changed.
 */
function tuneEngine() {
  const major = Number(process.versions.node.split('.')[0])
  const { setFlagsFromString } = require('node:v8')
  if (major >= 20 && major <= 24) setFlagsFromString('--max-inlined-bytecode-size-cumulative=300 --heap-growing-percent=100')
  // Later ones have a compiler between the simple one and the one that optimises.
  if (major === 20 || major === 21) setFlagsFromString('--interrupt-budget=540000 --baseline-batch-compilation-threshold=1024')
}

module.exports = { codeOf, loadBundle, loadPart, scripts, tuneEngine }
