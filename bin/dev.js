#!/usr/bin/env node
const { execFileSync } = require('node:child_process')
const { join } = require('node:path')

execFileSync(process.execPath, ['build.mjs', '--quick'], { cwd: join(__dirname, '..'), stdio: ['ignore', 'ignore', 'inherit'] })
require('./run.js')
