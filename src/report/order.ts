/** Code-unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Ids as TiDB prints them: numbers by size and before names, names by code unit. */
export function compareIds(a: string, b: string): number {
  const numeric = isNumber(a)
  if (numeric !== isNumber(b)) return numeric ? -1 : 1
  return (numeric ? a.length - b.length : 0) || compareText(a, b)
}

function isNumber(id: string): boolean {
  return /^\d+$/.test(id)
}

/** Tries comparisons in turn until one of them decides. */
export function first(...results: readonly number[]): number {
  return results.find((result) => result !== 0) ?? 0
}
