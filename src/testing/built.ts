import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Builds the package unless what stands in lib/ is newer than everything it is made from. */
export function ensureBuilt(): void {
  const made = ['lib/main.cjs', 'lib/types/src/index.d.ts', 'oclif.manifest.json']
  const built = made.every((path) => existsSync(path)) ? Math.min(...made.map((path) => statSync(path).mtimeMs)) : 0
  const sources = ['src', 'grammars'].flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
  )
  const shipped = sources.filter(
    (path) =>
      !path.endsWith('.test.ts') &&
      !path.endsWith('.log') &&
      !path.endsWith('catalogue.json') &&
      !path.endsWith('row.json') &&
      !path.startsWith(join('src', 'testing')),
  )
  const newest = Math.max(
    ...[...shipped, 'build.mjs', 'code-cache.mjs', 'kernel.mjs', 'later.mjs', 'package.json'].map((path) => statSync(path).mtimeMs),
  )
  if (newest > built) execFileSync(process.execPath, ['build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Runs the built program as a person would, in a clean environment. @param input what is piped in */
export function runBuilt(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}) {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:NO_COLOR|FORCE_COLOR|CI|NODE_OPTIONS|VITEST.*)$/.test(name)),
  )
  const run = spawnSync(process.execPath, ['bin/run.js', ...args], {
    input,
    encoding: 'utf8',
    env: { ...clean, NODE_ENV: 'production', ...env },
    timeout: 60_000,
  })
  return { code: run.status, out: run.stdout, err: run.stderr }
}
