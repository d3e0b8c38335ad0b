import type { GoReportText } from '../entry/entry.ts'
import type { FailedTests } from './event.ts'

/** Lines of one test that are kept. */
const MOST_LINES = 40
/** Of tests that stand among those that failed. */
const WENT_WELL = /^\s*--- (?:PASS|SKIP): \S+ \(/
const FAILED = /^\s*--- FAIL: (\S+) \(|^(?:FAIL|PANIC): \S+\.go:\d+: (\S+)/

interface Words {
  readonly name: string
  readonly lines: number[]
}

/**
 * What each failed test said: with `-v` its assertions stand above the line that says that it failed, without below. What stands above a test
 * and those that it is made of is said of all of them.
 */
export function wordsOf({ lines, at, where }: Pick<GoReportText, 'lines' | 'at' | 'where'>): NonNullable<FailedTests['words']> {
  const isVerbose = !FAILED.test(lines.find((line) => line.trim() !== '') ?? '')
  const all: Words[] = []
  let above: number[] = []
  let below: Words | null = null
  for (const [i, line] of lines.entries()) {
    if (WENT_WELL.test(line)) continue
    const [, name, checked] = FAILED.exec(line) ?? []
    const test = name ?? checked
    if (test === undefined) {
      if (line.trim() !== '') (below?.lines ?? above).push(i)
      continue
    }
    const words = { name: test, lines: [...above, i] }
    all.push(words)
    below = isVerbose && checked === undefined ? null : words
    // of those that follow, only the ones within this test are of it
    if (!isPart(lines.find((other, n) => n > i && !WENT_WELL.test(other)))) above = []
  }
  return all.map(({ name, lines: own }) => ({
    name,
    where: { source: where.source, line: at[own[0] ?? 0] ?? where.line },
    text: own
      .slice(0, MOST_LINES)
      .map((i) => lines[i])
      .join('\n'),
  }))
}

/** Whether a line says that a test within the one above it failed. */
function isPart(line = ''): boolean {
  return /^\s+--- FAIL: /.test(line)
}
