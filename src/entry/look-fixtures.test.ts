import { readFileSync } from 'node:fs'
import fg from 'fast-glob'
import { expect, test } from 'vitest'
import { parseLogEntry } from '../../grammars/log-entry.ts'
import { instantOf, levelOf } from './header-values.ts'
import { HeaderLook } from './look.ts'

const files = fg.sync('fixtures/**/*.{log,txt,md}').sort()
const look = new HeaderLook()

/** Lines as they stand, and the log lines that stand inside back-ticks, JSON and other envelopes. */
function linesOf(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line) => {
    const inside = line.search(/\[20\d\d\/\d\d\/\d\d /)
    return inside > 0 ? [line, line.slice(inside)] : [line]
  })
}

test('the look at the bytes and the grammar agree on every line of the fixtures', () => {
  let seen = 0
  for (const file of files) {
    for (const line of linesOf(file)) {
      const bytes = Buffer.from(line)
      if (!look.at(bytes, 0, bytes.length)) continue
      seen++
      const parsed = parseLogEntry(line)
      expect(parsed.ok, line).toBe(true)
      if (!parsed.ok) continue
      const time = parsed.tree.time === null ? null : instantOf(parsed.tree.time)
      expect({ file, ms: look.ms, zone: look.zone, level: look.level }).toEqual({
        file,
        ms: time?.ms,
        zone: time?.zone,
        level: levelOf(parsed.tree.level),
      })
      const raw = bytes.toString('utf8', look.messageStart, look.messageEnd(bytes, bytes.length))
      if (!raw.includes('\\')) expect(raw, line).toBe(parsed.tree.message)
    }
  }
  expect(seen).toBeGreaterThan(100)
})
