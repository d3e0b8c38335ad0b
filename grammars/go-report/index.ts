import { createTokenInstance, type IToken } from 'chevrotain'
import type { Parsed } from '../parsed.ts'
import { TreeBuilder } from './build.ts'
import { fold, type Repeat } from './fold.ts'
import { GoReportParser } from './parser.ts'
import { readHeader } from './read.ts'
import { Blank, tokenOf } from './tokens.ts'
import type { GoGoroutine, GoReportPart, GoReportTree, GoStack } from './tree.ts'

let parser: GoReportParser | undefined

/**
 * Parses a Go panic, fatal error, goroutine dump, profile or race report, also one that was cut, or several after one another.
 * @param lines the report in reading order, one line each, without transport prefixes; lines of no meaning may stand between
 * @returns a tree for any text, in which `parts` is empty when nothing of a report was found
 */
export function parseGoReport(lines: readonly string[]): Parsed<GoReportTree> {
  parser ??= new GoReportParser()
  const { kept, repeats, shortened } = fold(lines)
  parser.lines = lines
  parser.tree = new TreeBuilder()
  parser.input = tokenize(lines, kept)
  const tree = parser.report()
  const problems = parser.errors.map((error) => ({ offset: error.token.startOffset, message: error.message }))
  parser.input = []
  parser.lines = []
  return problems.length ? { ok: false, problems } : { ok: true, tree: { ...unfold(tree, lines, repeats), shortened } }
}

/** The lines' tokens without the blank ones; each knows the number of its line. */
function tokenize(lines: readonly string[], kept: readonly number[]): IToken[] {
  const tokens: IToken[] = []
  let offset = 0
  for (const i of kept) {
    const line = oneLine(lines[i] ?? '')
    const type = tokenOf(line)
    if (type !== Blank) {
      const token = createTokenInstance(type, line, offset, offset + line.length - 1, 1, 1, 1, 1)
      token.payload = i
      tokens.push(token)
    }
    offset += line.length
  }
  return tokens
}

/** A line feed inside a line would shift all lines under it. */
function oneLine(line: string): string {
  return line.includes('\n') ? `${line.replaceAll('\n', ' ')}\n` : `${line}\n`
}

/** Puts the goroutines that folding left out back in their places. */
function unfold(tree: GoReportTree, lines: readonly string[], repeats: readonly Repeat[]): GoReportTree {
  if (!repeats.length) return tree
  const stacks = new Map<number, GoStack>()
  for (const part of tree.parts) for (const goroutine of part.goroutines) stacks.set(goroutine.at, goroutine.stack)
  let next = 0
  const parts = tree.parts.map((part, i): GoReportPart => {
    const end = tree.parts[i + 1]?.at ?? lines.length
    const more: GoGoroutine[] = []
    for (let repeat = repeats[next]; repeat && repeat.at < end; repeat = repeats[++next]) {
      const stack = stacks.get(repeat.like)
      if (stack) more.push({ ...readHeader(lines[repeat.at] ?? ''), at: repeat.at, stack })
    }
    return { ...part, goroutines: [...part.goroutines, ...more].sort((a, b) => a.at - b.at) }
  })
  return { ...tree, parts }
}
