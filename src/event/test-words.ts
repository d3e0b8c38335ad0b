import type { GoReportText } from '../entry/entry.ts'
import type { FailedTests } from './event.ts'

/** Lines of one test that are kept. */
const MOST_LINES = 40
/** Whose words follow: with tests that run beside each other, of which others fail as well. */
const SPEAKS = /^=== (?:RUN|NAME|CONT) +(\S+)/
/** Of tests that stand among those that failed. */
const WENT_WELL = /^\s*--- (?:PASS|SKIP): \S+ \(/
const FAILED = /^\s*--- FAIL: (\S+) \(|^(?:FAIL|PANIC): \S+\.go:\d+: (\S+)/

interface Words {
  readonly name: string
  readonly lines: number[]
}

/**
 * What each failed test said: with `-v` its assertions stand above the line that says that it failed, without below. What stands above a test
 * and those that it is made of is said of all of them, unless the runner says whose it is.
 */
export function wordsOf({
  lines,
  at,
  where,
  above: over = '',
}: Pick<GoReportText, 'lines' | 'at' | 'where' | 'above'>): NonNullable<FailedTests['words']> {
  const isVerbose = !FAILED.test(lines.find((line) => line.trim() !== '') ?? '')
  const all: Words[] = []
  let above: number[] = []
  let speaker = SPEAKS.exec(over)?.[1] ?? null
  let below: Words | null = null
  const telling = [...lines.keys()].filter((i) => !WENT_WELL.test(lines[i]!))
  for (const [n, i] of telling.entries()) {
    const line = lines[i]!
    const [, name, checked] = FAILED.exec(line) ?? []
    const test = name ?? checked
    if (test === undefined) {
      if (line.trim() !== '') (below?.lines ?? above).push(i)
      continue
    }
    const isSaid = speaker === null || speaker === test || speaker.startsWith(`${test}/`)
    const words = { name: test, lines: [...(isSaid ? above : []), i] }
    all.push(words)
    below = isVerbose && checked === undefined ? null : words
    // of those that follow, only the ones within this test are of it
    if (!isPart(lines[telling[n + 1] ?? lines.length])) {
      above = []
      speaker = null
    }
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
