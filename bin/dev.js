#!/usr/bin/env node
import { execFileSync } from 'node:child_process'

execFileSync(process.execPath, ['build.mjs', '--quick'], { cwd: new URL('..', import.meta.url), stdio: ['ignore', 'ignore', 'inherit'] })
await import('./run.js')
