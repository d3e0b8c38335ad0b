/**
 * The known word that somebody may have meant.
 * @returns the nearest of `known` by edits (at most a third of the word's length), or null
 */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase())
    if (edits < least) {
      best = candidate
      least = edits
    }
  }
  return best
}

const MOST_CONTAINING = 8

/** What to try instead of a word that is not known: the nearest, or those that hold it; null where there is neither. */
export function tryInstead(word: string, known: readonly string[]): string | null {
  const holding = word.length < 3 ? [] : known.filter((candidate) => candidate.toLowerCase().includes(word.toLowerCase()))
  if (holding.length > 0 && holding.length <= MOST_CONTAINING) return `Did you mean ${holding.map((one) => `'${one}'`).join(' or ')}?`
  const guess = nearest(word, known)
  return guess === null ? null : `Did you mean '${guess}'?`
}

/** The question behind a word that is not known; empty where none of the known is near. */
export function meant(word: string, known: Iterable<string>): string {
  const guess = nearest(word, known)
  return guess === null ? '' : `; did you mean "${guess}"?`
}

/** Levenshtein's, row by row; two letters that changed places count once. */
function distance(a: string, b: string): number {
  let twoAbove: readonly number[] = []
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, twoAbove[j - 2]! + 1)
    }
    twoAbove = above
    above = row
  }
  return above[b.length]!
}
