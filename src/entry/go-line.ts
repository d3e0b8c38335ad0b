import { isWholeName } from './go-bare.ts'

/** What a line's first characters say it may be in a Go report; the grammar has the last word. */
export type GoLine =
  | 'blank'
  | 'panic' // at the line's start: a new panic, or one more of a chain whose indent was lost
  | 'cause' // fatal error, a signal's name, a server's panic, a Rust panic, goleak's headline, a profile's total
  | 'also' // what stands beside a cause: [signal …], runtime: …, PC=…, a panic with an indent
  | 'head' // of a goroutine, of the runtime's stack
  | 'call'
  | 'bare' // a function's name alone (go-bare.ts)
  | 'creator'
  | 'place'
  | 'elided'
  | 'rule' // =====, before and after a race
  | 'race'
  | 'access'
  | 'profile'
  | 'rust' // a frame of a Rust backtrace
  | 'checked' // a panic that check.v1 caught, and a function on its stack
  | 'failed' // --- FAIL:, check.v1's FAIL: and PANIC:
  | 'package' // FAIL	github.com/pingcap/tidb/pkg/ddl	0.013s, which ends a package's output
  | 'exit' // exit status 2, registers
  | 'fence' // Markdown's, where what was pasted ends
  | 'other'

/** Kinds that a rest of a wrapped line does not look like by chance. */
const ALONE: ReadonlySet<GoLine> = new Set([
  'call',
  'head',
  'creator',
  'elided',
  'rule',
  'race',
  'access',
  'panic',
  'cause',
  'failed',
  'checked',
  'package',
])

/** Whether a line is a whole line of a Go report by itself, so that it cannot be the rest of the wrapped line above it. */
export function standsAlone(line: string): boolean {
  const look = lookAt(line)
  if (look === 'other') return isWholeName(line)
  return ALONE.has(look) || look === 'also' || look === 'profile' || ((look === 'place' || look === 'rust') && /^[ \t]/.test(line))
}

const STARTS: readonly (readonly [string, GoLine])[] = [
  ['panic: ', 'panic'],
  ['fatal error: ', 'cause'],
  ['goroutine profile: total ', 'profile'],
  ['created by ', 'creator'],
  ['[signal ', 'also'],
  ['unexpected fault address ', 'cause'],
  ['runtime stack:', 'head'],
  ['runtime: ', 'also'],
  ['PC=0x', 'also'],
  ['Exception 0x', 'cause'],
  ['WARNING: DATA RACE', 'race'],
  ['--- FAIL: ', 'failed'],
  ['... Panic: ', 'checked'],
  ['exit status ', 'exit'],
  ['FAIL\t', 'package'],
  ['```', 'fence'],
]

/** The cheap look: no pattern that can run away, most lines are settled by one or two characters. */
export function lookAt(line: string): GoLine {
  const from = indentOf(line)
  if (from === line.length) return 'blank'
  const code = line.charCodeAt(from)
  return startOf(line, from, code) ?? (OTHER_FIRST.has(code) ? variedStart(line, from) : null) ?? shapeOf(line, from)
}

/** By first character, so that most lines are compared with nothing at all. */
const BY_FIRST = new Map<number, (readonly [string, GoLine])[]>()
for (const [start, look] of STARTS) {
  const code = start.charCodeAt(0)
  BY_FIRST.set(code, [...(BY_FIRST.get(code) ?? []), [start, look]])
}
/** Characters that a line of a known kind can begin with where no fixed text is to be compared. */
const OTHER_FIRST = new Set(Array.from('gG[SFt=.#PRWrwaA0123456789', (character) => character.charCodeAt(0)))

function startOf(line: string, from: number, code: number): GoLine | null {
  for (const [start, look] of BY_FIRST.get(code) ?? []) {
    if (line.startsWith(start, from)) return look === 'panic' && from > 0 ? 'also' : look === 'fence' && from > 3 ? 'other' : look
  }
  return null
}

/** Lines whose start is known but for a number or a name in it. */
function variedStart(line: string, from: number): GoLine | null {
  if (line.startsWith('goroutine ', from)) return /^goroutine \d+ [^[]*\[[^\]]*\]/.test(line.slice(from, from + 200)) ? 'head' : null
  if (line.startsWith('[Goroutine ', from) || line.startsWith('Goroutine ', from)) return goroutineLine(line)
  if (line.startsWith('FAIL: ', from) || line.startsWith('PANIC: ', from))
    return CHECKED.test(line.slice(from, from + 300)) ? 'failed' : null
  if (line.startsWith('SIG', from)) return /^SIG[A-Z]+\d?: /.test(line.slice(from, from + 20)) ? 'cause' : null
  if (line.startsWith("thread '", from))
    return line.includes("' panicked at ") || /^thread '[^']*' \(\d+\) panicked at /.test(line.slice(from)) ? 'cause' : null
  if (line.startsWith('==================', from)) return line.trimEnd().length - from === 18 ? 'rule' : null
  if (line.startsWith('...', from)) return line.includes(' frames elided...') ? 'elided' : null
  if (line.startsWith('#', from)) return /^#(?:[ \t]+0x[0-9a-f]| labels: )/.test(line.slice(from, from + 20)) ? 'profile' : null
  return numbered(line, from)
}

function goroutineLine(line: string): GoLine | null {
  if (line.includes(' created at:')) return 'access'
  return line.includes(' in state ') && line.trimEnd().endsWith(':') ? 'head' : null
}

/** Lines with a number or an operation first: profile buckets, Rust frames, race accesses, Go's own log before `http: panic`. */
function numbered(line: string, from: number): GoLine | null {
  const head = line.slice(from, from + 60)
  if (/^\d+ @ 0x/.test(head)) return 'profile'
  if (/^\d+: +\S/.test(head)) return 'rust'
  if (/^at \S/.test(head) && from > 0) return 'rust'
  if (/^(?:Previous )?(?:atomic |Atomic )?(?:[Rr]ead|[Ww]rite) at 0x/.test(head)) return 'access'
  return /^\d{4}\/\d\d\/\d\d [0-9:.]+ http: panic serving /.test(head) ? 'cause' : null
}

/** `FAIL: ddl_test.go:120: testDDLSuite.TestAddIndex` */
const CHECKED = /^(?:FAIL|PANIC): [^\s:]+\.go:\d+: \S+$/
const CLOSE = 41
const ARGUMENTS = /^[0-9a-fx{}?.,_ ]*$/
const PLACE =
  /^(?:[A-Za-z]:)?[^:]*(?:\.(?:go|s|S|c|cc|cpp|h)|<autogenerated>|\?):\d+(?: \+0x[0-9a-f]+)?(?: fp=0x[0-9a-f]+)?(?: sp=0x[0-9a-f]+)?(?: pc=0x[0-9a-f]+)?$/
const PROMPT = /[#$] panic: /
const REGISTER = /^(?:r[a-z0-9]{1,5}|e[a-z]{2}|[c-g]s|lr|sp|pc|fault) +0x[0-9a-f]+$/

/** What a line's shape says where its first characters do not. */
function shapeOf(line: string, from: number): GoLine {
  const text = line.slice(from).trimEnd()
  if (text.charCodeAt(text.length - 1) === CLOSE) {
    const open = text.lastIndexOf('(')
    if (open > 0 && isName(text.slice(0, open)) && ARGUMENTS.test(text.slice(open + 1, -1))) return 'call'
  }
  if (text.length < 2000 && PLACE.test(text)) return 'place'
  if (text.includes('found unexpected goroutines:')) return 'cause'
  if (text.startsWith('http: panic serving ')) return 'cause'
  if (PROMPT.test(text.slice(0, 100))) return 'panic'
  if (text.startsWith('in ') && !/\s/.test(text.slice(3, 300))) return 'checked'
  if (text === 'goroutine running on other thread; stack unavailable') return 'elided'
  return REGISTER.test(text) ? 'exit' : 'other'
}

/** A function's name has no blanks, and closes what it opens: `errgroup.(*Group).Go.func1`. */
function isName(text: string): boolean {
  let open = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 40) open++
    else if (code === CLOSE && --open < 0) return false
    else if (code <= 32) return false
  }
  return open === 0
}

function indentOf(line: string): number {
  let i = 0
  while (i < line.length && (line.charCodeAt(i) === 32 || line.charCodeAt(i) === 9 || line.charCodeAt(i) === 13)) i++
  return i
}

/** What a test logged, its assertions among it: `    index_test.go:21: rows differ`; testify's begin with a place alone, which may have lost its indent. */
const SAID = /^ {4,}[^\s:]+\.go:\d+:(?: |$)|^\s+Error Trace:\s/
const SAID_AT = /^[^\s:]+\.go:\d+:\s*$/

/** Whether a test said this: lines that stand above its `--- FAIL`. */
export function isSaid(line: string): boolean {
  const code = line.charCodeAt(0)
  return code === 32 || code === 9 ? SAID.test(line.slice(0, 300)) : line.length < 300 && SAID_AT.test(line)
}

/** testify's labels, and how check.v1 tells what it got. */
const ASSERTED = /^\s+(?:Error Trace|Error|Test|Messages):\s|^\.\.\. (?:obtained|expected|value|regex|error) /

/** Whether this is of an assertion for certain: lines that stand below a `--- FAIL`. */
export function isAsserted(line: string): boolean {
  return isSaid(line) || ASSERTED.test(line.slice(0, 300))
}

/** Whether what a test said before is not of the test that fails next. */
export function isOfOthers(text: string): boolean {
  return /^\s*(?:=== |--- (?:PASS|SKIP|BENCH): )/.test(text.slice(0, 40))
}

/** What Go's runtime alone says when it ends a process, and no more on the line: so clear that it counts without a stack. */
const OF_RUNTIME = [
  /^panic: runtime error: (?:index out of range \[-?\d+\](?: with (?:length|capacity) \d+)?|slice bounds out of range \[[^\]]{1,60}\][^.]{0,40})/,
  /^panic: runtime error: (?:invalid memory address or nil pointer dereference|integer divide by zero|makeslice: (?:len|cap) out of range)/,
  /^panic: (?:assignment to entry in nil map|(?:send on|close of) closed channel)/,
  /^fatal error: (?:concurrent map (?:writes|read and map write|iteration and map write)|all goroutines are asleep - deadlock!|stack overflow)/,
]
const AT_END = /^(?: \[recovered(?:, repanicked)?\])?\s*$/

/** Whether the line is a crash by its words alone. */
export function isOfRuntime(line: string): boolean {
  const head = line.slice(0, 200)
  return OF_RUNTIME.some((pattern) => {
    const found = pattern.exec(head)
    return found !== null && AT_END.test(head.slice(found[0].length))
  })
}
