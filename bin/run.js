#!/usr/bin/env node
import { execute } from '@oclif/core'

process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 4))
await execute({ dir: import.meta.url })
