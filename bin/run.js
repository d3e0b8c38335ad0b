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
  const { loadBundle, tuneEngine } = require('./bundle.js')
  tuneEngine()
  const { commands, execute } = loadBundle()
  // A command of ours needs no plugin, and each costs several milliseconds.
  const ours = Object.keys(commands).some((id) => id === command || id.startsWith(`${command}:`))
  const pjson = ours ? { ...about, oclif: { ...about.oclif, plugins: [] } } : about
  return execute({ loadOptions: { root, pjson, devPlugins: false, userPlugins: false } })
}
