import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { messages } from '../knowledge/index.ts'

/** What a search looks for that wants to see the lines that we look at: each text that TiDB prints at INFO, and all that is graver. */
export function literals(): readonly string[] {
  const texts = messages.filter(({ level }) => level === 'INFO').map(({ text }) => text)
  return [...new Set([...texts, '[WARN]', '[ERROR]', '[FATAL]'])].sort()
}

export interface LiteralFiles {
  /** One literal a line, for `rg -F -f`. */
  readonly fixed: string
  /** The same, escaped, for `rg -f`. */
  readonly regex: string
}

export function writeLiterals(folder: string): LiteralFiles {
  const files = { fixed: join(folder, 'literals.txt'), regex: join(folder, 'literals.regex.txt') }
  const all = literals()
  writeFileSync(files.fixed, all.map((text) => `${text}\n`).join(''))
  writeFileSync(files.regex, all.map((text) => `${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\n`).join(''))
  return files
}
