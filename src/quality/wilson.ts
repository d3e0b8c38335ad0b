/** A share of some cases, with what it may be in the long run. */
export interface Share {
  readonly of: number
  readonly count: number
  /** 0 to 1; 1 of nothing. */
  readonly share: number
  /** Wilson's interval at 95 %. */
  readonly low: number
  readonly high: number
}

/** Standard deviations to either side that hold 95 % of a normal distribution. */
const Z = 1.959_964

/** @see E. B. Wilson 1927; it stays within 0 and 1 and is fair to shares near them, where the usual interval is not */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { of, count, share: 1, low: 0, high: 1 }
  const share = count / of
  const middle = (share + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of)
  const half = (Z / (1 + Z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2))
  return { of, count, share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** `97.3 % (95.1 – 98.5, 365 of 375)` */
export function printShare({ of, count, share, low, high }: Share): string {
  if (of === 0) return '–'
  const percent = (value: number): string => (value * 100).toFixed(1)
  return `${percent(share)} % (${percent(low)} – ${percent(high)}, ${count} of ${of})`
}
