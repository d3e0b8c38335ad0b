import { execFileSync } from 'node:child_process'
import { globSync } from 'fast-glob'
import { rmSync } from 'node:fs'
