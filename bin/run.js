#!/usr/bin/env node
import oclif from '../lib/oclif.js'

process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 4))
await oclif.execute({ dir: import.meta.url })
