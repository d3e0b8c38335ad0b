import { COLON, DOT, isDigit, isLetter, MINUS, PLUS, SPACE } from './bytes.ts'

/** Behind the colon that follows a key, -1 when none does. */
export function afterColon(buf: Buffer, at: number, end: number): number {
  let i = at
  while (i < end && buf[i]! <= SPACE) i++
  return i < end && buf[i] === COLON ? i + 1 : -1
}

const WORDS = ['true', 'false', 'null'].map((word) => Buffer.from(word))

/** Over a number, `true`, `false` or `null`; `at` where none of them stands. */
export function afterWord(buf: Buffer, at: number, end: number): number {
  if (isLetter(buf[at])) {
    const word = WORDS.find((it) => at + it.length <= end && buf.compare(it, 0, it.length, at, at + it.length) === 0)
    return word === undefined || isLetter(buf[at + word.length]) ? at : at + word.length
  }
  let i = at
  while (i < end && (isDigit(buf[i]) || isLetter(buf[i]) || buf[i] === MINUS || buf[i] === PLUS || buf[i] === DOT)) i++
  return i
}

/** Whether nothing but white space stands in the range. */
export function isBlank(buf: Buffer, at: number, end: number): boolean {
  for (let i = at; i < end; i++) if (buf[i]! > SPACE) return false
  return true
}
