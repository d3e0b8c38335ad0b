/** What a line of a test runner says. `noise`: it is one, and says nothing about an outcome. */
export type TestLine =
  | { readonly what: 'noise' }
  | { readonly what: 'run'; readonly test: string }
  | { readonly what: 'test'; readonly test: string; readonly outcome: Outcome }
  /** Of a failed test, above its output at the end of a run (gotestsum). */
  | { readonly what: 'summary'; readonly package: string; readonly test: string }
  /** gotestsum begins, or has ended, to say again how the run went. */
  | { readonly what: 'recap'; readonly opens: boolean }
  /** To which package or target the tests below belong. */
  | { readonly what: 'label'; readonly package: string }
  /** The end of a package: the tests above belong to it. */
  | { readonly what: 'package'; readonly package: string; readonly outcome: Outcome }
  /** A Bazel target, with how many of its runs went which way. */
  | { readonly what: 'target'; readonly package: string; readonly passed: number; readonly failed: number }
  /** An event of `go test -json`; `test` is empty for the package. */
  | {
      readonly what: 'event'
      readonly package: string
      readonly test: string
      readonly action: Outcome | 'run'
      readonly isUnbuilt?: boolean
    }
  /** JUnit elements, one behind the other. */
  | { readonly what: 'elements'; readonly elements: readonly Element[] }

/** A JUnit testcase begins, says how it went, or ends. */
export type Element =
  | { readonly what: 'case'; readonly package: string; readonly test: string }
  | { readonly what: 'case-end'; readonly outcome: Outcome }

export type Outcome = 'passed' | 'failed' | 'skipped'

const NOISE: TestLine = { what: 'noise' }
const LONGEST = 4096
/** Whole files of JUnit stand in one line. */
const LONGEST_XML = 1 << 20
const LESS = 0x3c
/** Longer names of tests or packages are none. */
const LONGEST_NAME = 512
const WORDS: Readonly<Record<string, Outcome>> = { pass: 'passed', fail: 'failed', skip: 'skipped' }
/** First characters of lines of test runners, behind blanks. */
const FIRST = new Set(Array.from('-=oF?P{✓✖∅/<ED', (char) => char.charCodeAt(0)))

/** @returns null for a line that no test runner printed */
export function readTestLine(text: string): TestLine | null {
  let from = 0
  while (text.charCodeAt(from) === 32 || text.charCodeAt(from) === 9) from++
  if (!FIRST.has(text.charCodeAt(from)) || text.length > (text.charCodeAt(from) === LESS ? LONGEST_XML : LONGEST)) return null
  const line = from === 0 ? text : text.slice(from)
  switch (line[0]) {
    case '-':
      return dashes(line)
    case '=':
      return equals(line)
    case '{':
      return from === 0 ? event(line) : null
    case '<':
      return junit(line)
    case '/':
      return from === 0 ? target(line) : null
    default:
      return from === 0 ? word(line) : null
  }
}

/** `--- PASS: TestBooks/opened (0.00s)` */
function dashes(line: string): TestLine | null {
  const outcome = line.startsWith('--- ') && line.startsWith(': ', 8) ? WORDS[line.slice(4, 8).toLowerCase()] : undefined
  const test = outcome === undefined ? '' : firstWord(line, 10)
  return test === '' ? null : { what: 'test', test, outcome: outcome! }
}

/** `=== RUN   TestBooks`, gotestsum's `=== FAIL: pkg/ddl TestBooks (0.00s)`, Bazel's `==== Test output for //pkg:test (shard 5 of 15):` */
function equals(line: string): TestLine | null {
  if (line.startsWith('=== RUN ')) return { what: 'run', test: firstWord(line, 8) }
  if (line.startsWith('=== FAIL: ')) {
    const name = firstWord(line, 10)
    const test = firstWord(line, 10 + name.length)
    // Of a package as a whole there is no name of a test.
    return test === '' || test.startsWith('(') ? NOISE : { what: 'summary', package: name, test }
  }
  if (line === '=== Failed') return { what: 'recap', opens: true }
  if (/^=== (?:PAUSE|CONT|NAME|Skipped|Errors|SKIP:) ?/.test(line)) return NOISE
  const at = line.startsWith('====================') ? line.indexOf(' Test output for ') : -1
  return at < 0 ? null : { what: 'label', package: firstWord(line, at + 17).replace(/:$/, '') }
}

/** `ok  	pkg	0.1s`, `FAIL	pkg [build failed]`, `?   	pkg	[no test files]`, gotestsum's `✓  pkg (1.2s)`, `PASS`, `DONE 12 tests` */
function word(line: string): TestLine | null {
  if (line.startsWith('ok  \t') || line.startsWith('✓  ')) return ended(line, line[0] === 'o' ? 4 : 1, 'passed')
  if (line.startsWith('FAIL\t') || line.startsWith('✖  ')) return ended(line, line[0] === 'F' ? 4 : 1, 'failed')
  if (line.startsWith('?   \t') || line.startsWith('∅  ')) return ended(line, line[0] === '?' ? 4 : 1, 'skipped')
  if (line === 'PASS' || line === 'FAIL') return NOISE
  if (/^DONE \d+ (?:tests?|runs)\b/.test(line)) return { what: 'recap', opens: false }
  if (line.startsWith('Executing tests from //')) return { what: 'label', package: firstWord(line, 21) }
  return line.startsWith('Executed ') && / tests?[:.]/.test(line) ? NOISE : null
}

function ended(line: string, from: number, outcome: Outcome): TestLine | null {
  const name = firstWord(line, from)
  return name === '' ? null : { what: 'package', package: name, outcome }
}

/** `//pkg/ddl:ddl_test    FAILED in 2 out of 15 in 45.2s`, `FLAKY, failed in 1 out of 3 in 2s`, `(cached) PASSED in 3s`, `TIMEOUT in 300s` */
function target(line: string): TestLine | null {
  const name = firstWord(line, 0)
  if (!name.startsWith('//')) return null
  const said = line.slice(name.length).trimStart().replace('(cached) ', '')
  if (!/^(?:PASSED|FAILED|FLAKY|TIMEOUT|NO STATUS)\b/.test(said)) return null
  const runs = / in (\d{1,6}) out of (\d{1,6})\b/.exec(said)
  const [bad, all] = runs === null ? [1, 1] : [Number(runs[1]), Number(runs[2])]
  if (said.startsWith('PASSED')) return { what: 'target', package: name, passed: 1, failed: 0 }
  if (said.startsWith('FLAKY')) return { what: 'target', package: name, passed: Math.max(1, all - bad), failed: bad }
  // Shards that passed are no attempt at those that failed.
  return { what: 'target', package: name, passed: 0, failed: 1 }
}

/** `{"Time":…,"Action":"pass","Package":…,"Test":…}`; with `Output` the line was unwrapped before it came here. */
function event(line: string): TestLine | null {
  const at = line.indexOf('"Action":"')
  if (at < 0 || at > 200 || !line.endsWith('}')) return null
  const action = line.slice(at + 10, line.indexOf('"', at + 10))
  const told = WORDS[action] ?? (action === 'run' ? action : null)
  if (told === null) return /^(?:start|pause|cont|bench|output|attr|build-output|build-fail)$/.test(action) ? NOISE : null
  try {
    const { Package: name, Test: test = '', FailedBuild } = JSON.parse(line) as Readonly<Record<string, unknown>>
    if (typeof name !== 'string' || typeof test !== 'string' || name.length + test.length > LONGEST_NAME) return null
    return { what: 'event', package: name, test, action: told, ...(FailedBuild === undefined ? {} : { isUnbuilt: true }) }
  } catch {
    return null
  }
}

/** JUnit elements: `<testcase name=… classname=…>`, what failed or was skipped in it, its end. */
function junit(line: string): TestLine | null {
  const elements: Element[] = []
  for (const { 0: tag, index } of line.matchAll(/<(?:testcase |failure|error|skipped|\/testcase>)/g)) {
    if (tag === '<testcase ') {
      const head = line.slice(index, line.indexOf('>', index) + 1 || line.length)
      elements.push({ what: 'case', package: attribute(head, 'classname'), test: attribute(head, 'name') })
      if (head.endsWith('/>')) elements.push({ what: 'case-end', outcome: 'passed' })
    } else elements.push({ what: 'case-end', outcome: TAGS[tag]! })
  }
  if (elements.length > 0) return { what: 'elements', elements }
  return /^<\/?(?:testsuites?|properties|property|system-out|system-err)[ />]/.test(line) || line.startsWith('<?xml ') ? NOISE : null
}

const TAGS: Readonly<Record<string, Outcome>> = { '<failure': 'failed', '<error': 'failed', '<skipped': 'skipped', '</testcase>': 'passed' }

/** An XML attribute; the few named entities that names of tests hold are put back. */
function attribute(line: string, name: string): string {
  const at = line.indexOf(` ${name}="`)
  if (at < 0) return ''
  const from = at + name.length + 3
  const value = line.slice(from, line.indexOf('"', from))
  if (value.length > LONGEST_NAME) return ''
  return value
    .replaceAll('&#39;', "'")
    .replaceAll('&#34;', '"')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

/** Up to the next blank, behind blanks; empty for what is too long to be a name. */
function firstWord(line: string, from: number): string {
  let start = from
  while (line.charCodeAt(start) === 32 || line.charCodeAt(start) === 9) start++
  let end = start
  while (end < line.length && line.charCodeAt(end) > 32) end++
  return end - start > LONGEST_NAME ? '' : line.slice(start, end)
}
