import type { Draft } from './go-draft.ts'
import { type GoLine, lookAt } from './go-line.ts'

/** Shapes that a line can be made whole to. */
const WHOLE: ReadonlySet<GoLine> = new Set(['call', 'place', 'head', 'creator', 'access'])
/** Nobody wraps at less. */
const NARROWEST = 60
/** A frame longer than this is left broken. */
const LONGEST = 2000

/**
 * Joins the last line of a draft with the next one when a terminal broke one line in two: then no line is longer than the first half, and
 * only together they are a frame, a header or a creator.
 * @returns the whole line, or null when the two are lines of their own
 */
export function joinWrapped(draft: Draft, text: string): string | null {
  const before = draft.lines[draft.lastIndex]
  if (
    before === undefined ||
    draft.lastLength < NARROWEST ||
    draft.lastLength < draft.longest ||
    text.length > draft.longest ||
    before.length > LONGEST
  )
    return null
  const look = lookAt(before)
  const joined = before + text
  if (look === 'other')
    return isHalf(before) && (WHOLE.has(lookAt(joined)) || (text.length === draft.longest && isHalf(joined))) ? joined : null
  const goesOn = lookAt(text) === 'other' && !/^[ \t]/.test(text)
  return goesOn && WHOLE.has(look) && look !== 'call' && lookAt(joined) === look && (look !== 'head' || !before.trimEnd().endsWith(']:'))
    ? joined
    : null
}

/** Whether a line may be the first half of a frame or a header: it breaks off in a name, a path, arguments or offsets. */
export function isHalf(text: string): boolean {
  const line = text.trim()
  if (line.length < NARROWEST) return false
  if (line.startsWith('goroutine ') || line.startsWith('created by ')) return true
  const blank = line.search(/\s/)
  if (blank < 0) return line.includes('/') || line.includes('.')
  const open = line.lastIndexOf('(')
  if (open > 0 && open < blank) return /^[0-9a-fx{}?.,_ ]*$/.test(line.slice(open + 1))
  return /\.(?:go|s):\d+$/.test(line.slice(0, blank)) && /^[0-9a-fxpsc=+ ]*$/.test(line.slice(blank))
}

/**
 * Once a width is known, joins the lines of a message that were broken there too.
 * Whether a blank stood where one was broken can't be told from the text: a word that was broken there and two words look the same.
 * @returns as many lines as before: a second half has become empty
 */
export function rejoin(lines: readonly string[], width: number): readonly string[] {
  if (width === 0) return lines
  const joined = [...lines]
  const end = lines.findIndex((line) => lookAt(line) === 'head')
  for (let i = 1, first = 0; i < end; i++) {
    if (lines[i - 1]?.length !== width) first = i
    else {
      joined[first] += lines[i] ?? ''
      joined[i] = ''
    }
  }
  return joined
}
