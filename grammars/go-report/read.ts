import type { GoCreator, GoFrame, GoSignal } from './tree.ts'

/** What single lines say, once the lexer knows their kind. All patterns are linear: one pass, no repeated groups. */

const HEADER = /goroutine (\d+) [^[]*\[([^\]]*)\]/
const LEAKED = /Goroutine (\d+) in state (.*), with /
const PLACE = /^((?:[A-Za-z]:)?[^:]*):(\d+)/
const PROFILE_FRAME = /^#\s+0x[0-9a-f]+\s+(\S+)\s+(.*):(\d+)$/

/** @param line a goroutine's header of any Go version, or goleak's own */
export function readHeader(line: string): { id: string; state: string } {
  const [, id = '', state = ''] = HEADER.exec(line) ?? LEAKED.exec(line) ?? []
  return { id, state }
}

/** @param line a frame's function with or without arguments */
export function readCall(line: string): { func: string; args: string } {
  const text = line.trim()
  const open = text.endsWith(')') ? text.lastIndexOf('(') : -1
  return open < 0 ? { func: text, args: '' } : { func: text.slice(0, open), args: text.slice(open + 1, -1) }
}

/** @param line a frame's file and line; `/x/y.go:12 +0x1` */
export function readPlace(line: string): { file: string; line: number } {
  const [, file = '', number = '0'] = PLACE.exec(line.trim()) ?? []
  return { file, line: Number(number) }
}

/** @param line `created by … in goroutine 21`; @param place the line under it, empty when cut away */
export function readCreator(line: string, place: string): GoCreator {
  const text = line.trim().slice('created by '.length)
  const by = text.lastIndexOf(' in goroutine ')
  const func = by < 0 ? text : text.slice(0, by)
  return { func, goroutine: by < 0 ? null : text.slice(by + ' in goroutine '.length), ...readPlace(place) }
}

/** @param line a frame of a `debug=1` profile; @param at its line number */
export function readProfileFrame(line: string, at: number): GoFrame | null {
  const found = PROFILE_FRAME.exec(line.trim())
  if (!found) return null
  const [, call = '', file = '', number = '0'] = found
  const plus = call.lastIndexOf('+0x')
  return { func: plus < 0 ? call : call.slice(0, plus), args: '', file, line: Number(number), at }
}

/** @param line `   1: core::panicking::panic_fmt`; @param place `   at /rustc/…/panicking.rs:577:13`, empty when not printed */
export function readRustFrame(line: string, place: string, at: number): GoFrame {
  const func = line.slice(line.indexOf(':') + 1).trim()
  return { func, args: '', ...readPlace(place.trim().slice('at '.length)), at }
}

/** @param line `--- FAIL: TestBooks/closed (0.00s)`, or check.v1's `FAIL: books_test.go:12: suite.TestBooks`; @returns the test's name */
export function readFailed(line: string): string {
  return /(?:--- FAIL: |(?:FAIL|PANIC): \S+\.go:\d+: )(\S+)/.exec(line)?.[1] ?? ''
}

/** @param line `    suite.go:87: test panicked: index out of range`; @returns the message */
export function readCaught(line: string): string {
  const opener = line.includes(': test panicked: ') ? ': test panicked: ' : ': panic: '
  return line.slice(line.indexOf(opener) + opener.length).trimEnd()
}

/** @param line `[signal …]`; Windows prints the exception's number for a name */
export function readSignal(line: string): GoSignal {
  const name = /\[signal ([^\s:\]]+)/.exec(line)?.[1] ?? ''
  return { name, code: readWord(line, 'code='), addr: readWord(line, 'addr='), pc: readWord(line, 'pc=') }
}

/** @param line `SIGQUIT: quit` */
export function readKilled(line: string): GoSignal {
  return { name: line.trim().slice(0, line.trim().indexOf(':')), code: null, addr: null, pc: null }
}

/** @param before the signal that the line above named; @param line `PC=0x… m=0 sigcode=0 addr=0x10` */
export function readKilledAt(before: GoSignal | null, line: string): GoSignal {
  const name = before?.name ?? ''
  const code = readWord(line, 'sigcode=') ?? before?.code ?? null
  return { name, code, addr: readWord(line, 'addr=') ?? before?.addr ?? null, pc: readWord(line, 'PC=') }
}

/** @param line `Exception 0xc0000005 0x0 0x18 0x7ff6…`: number, kind of access, address, program counter */
export function readException(line: string): GoSignal {
  const [, name = '', code = null, addr = null, pc = null] = line.trim().split(' ')
  return { name, code, addr, pc }
}

function readWord(line: string, key: string): string | null {
  const from = line.indexOf(key)
  if (from < 0) return null
  const rest = line.slice(from + key.length)
  const end = rest.search(/[\s\]]/)
  return end < 0 ? rest : rest.slice(0, end)
}

const RECOVERED = [' [recovered, repanicked]', ' [recovered]']

/**
 * A panic's message out of its lines: without `panic: `, the recovered mark, and the indent that Go 1.23 puts before each further line.
 * @param lines the line with `panic: ` and all up to the next part, as printed
 * @param opener what stands before the message: `panic: `
 */
export function readMessage(lines: readonly string[], opener: string): { text: string; recovered: boolean } {
  const first = lines[0] ?? ''
  const rest = lines.slice(1).map((line) => line.trimEnd())
  while (rest.length && rest.at(-1) === '') rest.pop()
  const indent = commonIndent(rest)
  const body = [first.slice(first.indexOf(opener) + opener.length).trimEnd(), ...rest.map((line) => line.slice(indent))]
  const last = body.length - 1
  const mark = RECOVERED.find((it) => body[last]?.endsWith(it) || body[0]?.endsWith(it))
  const text = mark === undefined ? body : body.map((line) => (line.endsWith(mark) ? line.slice(0, -mark.length) : line))
  return { text: text.join('\n'), recovered: mark !== undefined }
}

/** How many blanks and tabs all lines begin with, empty ones aside. */
function commonIndent(lines: readonly string[]): number {
  const solid = lines.filter((line) => line !== '')
  let indent = /^[ \t]*/.exec(solid[0] ?? '')?.[0] ?? ''
  for (const line of solid) while (!line.startsWith(indent)) indent = indent.slice(0, -1)
  return indent.length
}
