const longest = 200
/** Repetitions that may each run over the whole text; a pattern that may begin anywhere counts as one more. Two: quadratic at worst. */
const unboundedAtMost = 2
/** Product of the ways that `?`, `{m,n}` and `|` leave open; a row of `a?a?a?…` would otherwise double the cost with each. */
const waysAtMost = 4_096

/**
 * Says why a regular expression is not safe to run on log text, where anybody may have written anything.
 * @returns the reason, or null when the cost of the expression is at most quadratic in the text
 */
export function unsafe(pattern: string): string | null {
  if (pattern.length > longest) return `longer than ${longest} characters`
  try {
    new RegExp(pattern, 'u')
  } catch (error) {
    return (error as Error).message.replace(/^Invalid regular expression: /, '')
  }
  return inspect(pattern)
}

const part = /\\(?:[1-9k]|.)|\[(?:\\.|[^\]\\])*\]|\(\?<?[=!]|\((?:\?:|\?<\w+>)?|\{\d+(?:,\d*)?\}|[\s\S]/g

/** Walks the parts of a well-formed pattern; `open` holds, per group not yet closed, whether it repeats or chooses inside. */
function inspect(pattern: string): string | null {
  const open: boolean[] = []
  let closedOne = false
  let unbounded = pattern.startsWith('^') ? 0 : 1
  let ways = 1
  for (const [text] of pattern.matchAll(part)) {
    if (/^\\[1-9k]/.test(text)) return 'it refers back to a group'
    if (/^\(\?<?[=!]/.test(text)) return 'it looks ahead or behind'
    const { least, most } = repetition(text)
    const varies = text === '|' || least !== most
    if (most > 1 && closedOne) return 'a group that repeats or chooses is repeated'
    if (text === '|') ways *= 2
    else if (most === Number.POSITIVE_INFINITY) unbounded++
    else ways *= most - least + 1
    if (text.startsWith('(')) open.push(false)
    closedOne = text === ')' && open.pop() === true
    if ((varies || closedOne) && open.length) open[open.length - 1] = true
  }
  if (unbounded > unboundedAtMost) return `more than ${unboundedAtMost} repetitions without bound (a beginning without ^ counts as one)`
  return ways > waysAtMost ? 'it leaves too many ways open' : null
}

/** How often a quantifier lets its part occur; once for a part that is no quantifier. */
function repetition(text: string): { readonly least: number; readonly most: number } {
  if (text === '*' || text === '+') return { least: 0, most: Number.POSITIVE_INFINITY }
  if (text === '?') return { least: 0, most: 1 }
  const bounds = /^\{(\d+)(,?)(\d*)\}$/.exec(text)
  if (!bounds) return { least: 1, most: 1 }
  const least = Number(bounds[1])
  return { least, most: bounds[2] === '' ? least : bounds[3] === '' ? Number.POSITIVE_INFINITY : Number(bounds[3]) }
}
