import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

interface Case {
  /** Comment lines above the input, kept when the file is rewritten. */
  readonly comment: string
  readonly input: string
  readonly expected: string
}

/**
 * Runs a file of cases as tests. A case is an input, a line `----`, the expected text, and an empty line; where a part holds empty
 * lines itself, the mark is doubled (`----` twice) and closes with the same two lines. Lines beginning with `#` above an input are
 * comments. `REWRITE=1` in the environment writes what came out into the file: commit that only if you can say why.
 * @param file path from the repository's root
 * @param print gives the text to compare; what it throws is the test's failure
 */
export function runCases(file: string, print: (input: string) => string): void {
  const cases = readCases(readFileSync(file, 'utf8'))
  if (process.env.REWRITE === '1') {
    const text = cases.map((one) => printCase({ ...one, expected: print(one.input) })).join('\n')
    writeFileSync(file, text)
  }
  for (const [index, one] of (process.env.REWRITE === '1' ? readCases(readFileSync(file, 'utf8')) : cases).entries())
    test(`${basename(file)} #${index + 1} ${one.input.slice(0, 60)}`, () => {
      expect(print(one.input)).toBe(one.expected)
    })
}

/** The case files of a folder, by name. */
export function caseFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => join(folder, name))
}

/** The inputs alone, for property tests that run over every fixture line. */
export function caseInputs(file: string): string[] {
  return readCases(readFileSync(file, 'utf8')).map((one) => one.input)
}

function readCases(text: string): Case[] {
  const lines = text.split('\n')
  const cases: Case[] = []
  let at = 0
  while (at < lines.length) {
    const comment: string[] = []
    while (at < lines.length && (lines[at] === '' || lines[at]!.startsWith('#'))) comment.push(lines[at++]!)
    if (at >= lines.length) break
    const mark = lines.indexOf('----', at)
    if (mark < 0) throw new Error(`a case without ---- at line ${at + 1}`)
    const input = lines.slice(at, mark).join('\n')
    const double = lines[mark + 1] === '----'
    const from = mark + (double ? 2 : 1)
    const end = double ? doubleEnd(lines, from) : lines.indexOf('', from)
    const stop = end < 0 ? lines.length : end
    cases.push({ comment: comment.filter((line) => line !== '').join('\n'), input, expected: lines.slice(from, stop).join('\n') })
    at = stop + (double ? 2 : 1)
  }
  return cases
}

function doubleEnd(lines: readonly string[], from: number): number {
  for (let i = from; i < lines.length - 1; i++) if (lines[i] === '----' && lines[i + 1] === '----') return i
  return -1
}

function printCase(one: Case): string {
  const double = one.expected === '' || /(^|\n)\n|\n$|(^|\n)----\n/.test(one.expected)
  const mark = double ? '----\n----\n' : '----\n'
  const comment = one.comment === '' ? '' : `${one.comment}\n`
  return `${comment}${one.input}\n${mark}${one.expected}\n${double ? '----\n----\n' : ''}`
}
