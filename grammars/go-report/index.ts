import { createTokenInstance, type IToken } from 'chevrotain'
import type { Parsed } from '../parsed.ts'
import { TreeBuilder } from './build.ts'
import type { Repeat } from './fold.ts'
import { GoReportParser } from './parser.ts'
import { Blank, tokenOf } from './tokens.ts'
import type { GoGoroutine, GoReportPart, GoReportTree, GoStack } from './tree.ts'

let parser: GoReportParser | undefined

/**
 * Parses a Go panic, fatal error, goroutine dump, profile or race report, also one that was cut, or several after one another.
 * @param lines the report in reading order, one line each, without transport prefixes; lines of no meaning may stand between
 * @param repeats goroutines that were left out of them (fold.ts)
 * @returns a tree for any text, in which `parts` is empty when nothing of a report was found
 */
export function parseGoReport(lines: readonly string[], repeats: readonly Repeat[] = []): Parsed<GoReportTree> {
  parser ??= new GoReportParser()
  parser.lines = lines
  parser.tree = new TreeBuilder()
  parser.input = tokenize(lines)
  const tree = parser.report()
  const problems = parser.errors.map((error) => ({ offset: error.token.startOffset, message: error.message }))
  parser.input = []
  parser.lines = []
  return problems.length ? { ok: false, problems } : { ok: true, tree: withoutHidden(unfold(tree, lines.length, repeats)) }
}

/** The lines' tokens without the blank ones; each knows the number of its line. */
function tokenize(lines: readonly string[]): IToken[] {
  const tokens: IToken[] = []
  let offset = 0
  for (const [i, text] of lines.entries()) {
    const line = oneLine(text)
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

/** A goroutine that runs on another thread has no stack where the first thread prints it; its own may print it again, with one. */
function withoutHidden(tree: GoReportTree): GoReportTree {
  const parts = tree.parts.map((part): GoReportPart => {
    const bare = new Set(part.goroutines.flatMap(({ id, stack }) => (id !== null && stack.frames.length === 0 ? [id] : [])))
    if (bare.size === 0) return part
    const shown = new Set(part.goroutines.filter((it) => it.stack.frames.length > 0 && bare.has(it.id ?? '')).map(({ id }) => id))
    return { ...part, goroutines: part.goroutines.filter((it) => it.stack.frames.length > 0 || !shown.has(it.id)) }
  })
  return { ...tree, parts }
}

/** Of goroutines whose stack was not kept. */
const UNKNOWN: GoStack = { frames: [], createdBy: null, elidedAt: 0 }

/** Puts the goroutines that folding left out back in their places. */
function unfold(tree: GoReportTree, length: number, repeats: readonly Repeat[]): GoReportTree {
  if (!repeats.length) return tree
  const stacks = new Map<number, GoStack>()
  for (const part of tree.parts) for (const goroutine of part.goroutines) stacks.set(goroutine.at, goroutine.stack)
  let next = 0
  const parts = tree.parts.map((part, i): GoReportPart => {
    const end = tree.parts[i + 1]?.at ?? length
    const goroutines: GoGoroutine[] = []
    const putUpTo = (at: number): void => {
      for (let repeat = repeats[next]; repeat && repeat.at <= at; repeat = repeats[++next]) {
        const { like, ...goroutine } = repeat
        goroutines.push({ count: 1, ...goroutine, stack: (like === null ? undefined : stacks.get(like)) ?? UNKNOWN })
      }
    }
    for (const goroutine of part.goroutines) {
      putUpTo(goroutine.at)
      goroutines.push(goroutine)
    }
    putUpTo(end)
    return { ...part, goroutines }
  })
  return { ...tree, parts }
}
