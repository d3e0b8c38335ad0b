#!/usr/bin/env node
// This folder is CommonJS: Node starts its loader of modules only when a module is asked for.
const { existsSync, readFileSync } = require('node:fs')
const { release } = require('node:os')
const { join } = require('node:path')

process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 4))

const root = join(__dirname, '..')
const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const [command = ''] = process.argv.slice(2)

if (command === '--version' && platformIsPlain()) {
  process.stdout.write(`${about.name}/${about.version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  start()
}

/** Whether oclif calls this platform what Node calls it; it has names of its own for WSL and 32 bits. */
function platformIsPlain() {
  const wsl = /microsoft/i.test(release()) || existsSync('/run/WSL') || existsSync('/proc/sys/fs/binfmt_misc/WSLInterop')
  return process.arch !== 'ia32' && !wsl
}

function start() {
  tuneEngine()
  const { commands, execute } = require('./bundle.js').loadBundle()
  // A command of ours needs no plugin, and each costs several milliseconds.
  const ours = Object.keys(commands).some((id) => id === command || id.startsWith(`${command}:`))
  const pjson = ours ? { ...about, oclif: { ...about.oclif, plugins: [] } } : about
  return execute({ loadOptions: { root, pjson, devPlugins: false, userPlugins: false } })
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
