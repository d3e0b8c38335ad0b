import { isEscaped } from './log-bracket.ts'

/** End of a string without any rule but escapes: the first unescaped quote from `from` on, or -1. */
export function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && isEscaped(text, at, from)) at = text.indexOf('"', at + 1)
  return at
}

/** Offset behind the JSON value that begins at `from`, or -1 when it was cut. */
export function endOfJsonValue(text: string, from: number): number {
  let depth = 0
  for (let i = from; i < text.length; i++) {
    const char = text.charAt(i)
    if (char === '"') {
      i = endOfString(text, i + 1)
      if (i < 0) return -1
      if (depth === 0) return i + 1
    } else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') {
      if (depth === 0) return i
      if (--depth === 0) return i + 1
    } else if (char === ',' && depth === 0) return i
  }
  return -1
}
