#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs'
import * as module from 'node:module'
import { release } from 'node:os'
import { fileURLToPath } from 'node:url'

process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 4))

const root = new URL('..', import.meta.url)
const about = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
const [command = ''] = process.argv.slice(2)

if (command === '--version' && platformIsPlain()) {
  process.stdout.write(`${about.name}/${about.version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  await start()
}

/** Whether oclif calls this platform what Node calls it; it has names of its own for WSL and 32 bits. */
function platformIsPlain() {
  const wsl = /microsoft/i.test(release()) || existsSync('/run/WSL') || existsSync('/proc/sys/fs/binfmt_misc/WSLInterop')
  return process.arch !== 'ia32' && !wsl
}

async function start() {
  // From Node 22.1 on what was compiled is kept for the next start, unless NODE_DISABLE_COMPILE_CACHE is set.
  module.enableCompileCache?.()
  // A command of ours needs no plugin, and each costs several milliseconds.
  const ours = /^[a-z][a-z-]*$/.test(command) && existsSync(new URL(`lib/commands/${command}.js`, root))
  const pjson = ours ? { ...about, oclif: { ...about.oclif, plugins: [] } } : about
  // What oclif will ask for is fetched while oclif is read.
  const [{ default: oclif }] = await Promise.all([import('../lib/chunks/oclif.js'), ours && import(`../lib/commands/${command}.js`)])
  await oclif.execute({ loadOptions: { root: fileURLToPath(root), pjson, devPlugins: false, userPlugins: false } })
}
