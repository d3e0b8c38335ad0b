/** Characters of one part of an assertion, and of all of it. */
const LONGEST_PART = 160
const LONGEST = 400

/** testify's labels; CI and editors make blanks of its tabs. */
const LABEL = /^\s+(Error Trace|Error|Test|Messages|Diff):[ \t]*(.*)$/
/** `asm_amd64.s:1594`, `/go/pkg/mod/…/errors.go:178`, `github.com/pingcap/errors.AddStack`: a stack below an error. */
const STACKED = /^\S*\/?[^\s:]+\.(?:go|s):\d+$|^(?:[\w.~-]+\/)+[\w-]+\.\S+$/
/** `    c.Assert(n, check.Equals, 2)`, and `... obtained int = 1` below it */
const CHECK = /^\s*c\.\w+\(.*\)\s*$/
const CHECKED = /^\.\.\. (?!Panic: )(\S.*)$/
/** `a_test.go:21: assets 10, debts 12`; check.v1 and testify say nothing behind the number. */
const AT = /^\s*([^\s:]+\.go:\d+):\s*(.*)$/

/**
 * What a test that failed asserted, in one line: `a_test.go:21: Not equal: expected: 12, actual: 10`.
 * @param text what the test said
 * @returns empty where it said nothing of the kind
 */
export function assertionIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd())
  return (ofTestify(lines) ?? ofCheck(lines) ?? lastSaid(lines) ?? '').slice(0, LONGEST)
}

/** Of several the first: later ones are often its echoes. */
function ofTestify(lines: readonly string[]): string | null {
  const at = lines.findIndex((line) => LABEL.exec(line)?.[1] === 'Error')
  if (at < 0) return null
  const error = [LABEL.exec(lines[at]!)![2]!, ...below(lines, at)]
  const end = error.findIndex((line, i) => line === 'Diff:' || (i > 0 && STACKED.test(line)))
  const parts = (end < 0 ? error : error.slice(0, end)).filter((line) => line !== '').map(part)
  if (parts.length === 0) return null
  const [head, ...more] = parts
  const said = more.length === 0 ? head! : `${head!.replace(/:$/, '')}: ${more.join(', ')}`
  const message = lines.slice(at).findIndex((line) => LABEL.exec(line)?.[1] === 'Messages')
  const added = message < 0 ? '' : part(LABEL.exec(lines[at + message]!)![2]!)
  return `${placeAbove(lines, at)}${said}${added === '' ? '' : ` (${added})`}`
}

/** What goes on below a label, deeper than it. */
function below(lines: readonly string[], at: number): readonly string[] {
  const depth = lines[at]!.search(/\S/)
  const end = lines.findIndex((line, i) => i > at && line !== '' && (LABEL.test(line) || line.search(/\S/) <= depth))
  return lines.slice(at + 1, end < 0 ? undefined : end).map((line) => line.trim())
}

/** Where an assertion failed: the first place of its trace, else the place under which it stands. */
function placeAbove(lines: readonly string[], at: number): string {
  for (let i = at - 1; i >= 0; i--) {
    const place = LABEL.exec(lines[i]!)?.[1] === 'Error Trace' ? LABEL.exec(lines[i]!)![2]! : AT.exec(lines[i]!)?.[1]
    if (place !== undefined && place !== '') return `${place.slice(place.lastIndexOf('/') + 1)}: `
  }
  return ''
}

function ofCheck(lines: readonly string[]): string | null {
  const at = lines.findIndex((line) => CHECKED.test(line))
  if (at < 0) return null
  const end = lines.findIndex((line, i) => i > at && !CHECKED.test(line))
  const said = lines.slice(at, end < 0 ? undefined : end).map((line) => part(CHECKED.exec(line)![1]!))
  const asked = CHECK.test(lines[at - 1] ?? '') ? `${part(lines[at - 1]!.trim())}: ` : ''
  return `${placeAbove(lines, at)}${asked}${said.join(', ')}`
}

/** What ends a test is said last. */
function lastSaid(lines: readonly string[]): string | null {
  const last = lines.map((line) => AT.exec(line)).findLast((match) => match !== null && match[2] !== '')
  return last ? `${last[1]}: ${part(last[2]!)}` : null
}

function part(text: string): string {
  const plain = text.replace(/^(expected|actual)\s*:\s*/, '$1: ')
  return plain.length > LONGEST_PART ? `${plain.slice(0, LONGEST_PART - 1)}…` : plain
}
