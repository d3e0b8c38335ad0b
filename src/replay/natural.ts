const ZERO = 0x30
const NINE = 0x39

/**
 * Natural order: numbers by value wherever they stand, all else by code unit; 0 for equal texts only. Intl has such an order too, but
 * takes longer to load than a short log to read, and may change with Node.
 */
export function compareNaturally(a: string, b: string): number {
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(j)
    if (!isDigit(x) || !isDigit(y)) {
      if (x !== y) return x - y
      i++
      j++
      continue
    }
    const p = skipZeros(a, i)
    const q = skipZeros(b, j)
    i = endOfDigits(a, p)
    j = endOfDigits(b, q)
    const order = i - p - (j - q) || compareText(a.slice(p, i), b.slice(q, j))
    if (order !== 0) return order
  }
  return a.length - i - (b.length - j) || compareText(a, b)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

function skipZeros(text: string, at: number): number {
  while (text.charCodeAt(at) === ZERO) at++
  return at
}

function endOfDigits(text: string, at: number): number {
  while (isDigit(text.charCodeAt(at))) at++
  return at
}
