/**
 * Where the brackets of a log line end. Writers that escape properly leave no doubt; people and transports that unescape half of it do,
 * so a closing quote counts only where `]` follows and after it another bracket or the end. Shared by the look and the grammar.
 */

const BACKSLASH = 0x5c
const OPEN = 0x5b

/** Remembers that no closing bracket is left, so that a line full of broken brackets is still read in linear time. */
export interface Closer {
  quotedGone: boolean
  bareGone: boolean
}

/** A fresh memory for one text. */
export function closer(): Closer {
  return { quotedGone: false, bareGone: false }
}

/** True where, from `at`, only white space stands before a `[` or the end of the text. */
export function atBoundary(text: string, at: number): boolean {
  let i = at
  while (i < text.length && isSpace(text.charCodeAt(i))) i++
  return i === text.length || text.charCodeAt(i) === OPEN
}

/** First offset from `at` on that holds no white space. */
export function skipSpace(text: string, at: number): number {
  let i = at
  while (i < text.length && isSpace(text.charCodeAt(i))) i++
  return i
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d
}

/**
 * @param from offset just behind an opening quote
 * @returns offset of the quote that closes the bracket (`]` follows it); where none is followed by another bracket or the end, the
 * first that `]` follows; -1 when the text was cut before it
 */
export function endOfQuoted(text: string, from: number, memory: Closer): number {
  let first = -1
  for (let i = text.indexOf('"]', from); i >= 0; i = text.indexOf('"]', i + 1)) {
    if (isEscaped(text, i, from)) continue
    if (memory.quotedGone || atBoundary(text, i + 2)) return i
    if (first < 0) first = i
  }
  memory.quotedGone = true
  return first
}

/** Whether an odd number of backslashes stands before `at`, none of them before `from`. */
export function isEscaped(text: string, at: number, from: number): boolean {
  let start = at
  while (start > from && text.charCodeAt(start - 1) === BACKSLASH) start--
  return (at - start) % 2 === 1
}

/**
 * @param from offset just behind an opening bracket or an equals sign
 * @returns offset of the `]` that closes the bracket, by the same rule as for quotes; -1 when the text was cut before it
 */
export function endOfBare(text: string, from: number, memory: Closer): number {
  let first = -1
  for (let i = text.indexOf(']', from); i >= 0; i = text.indexOf(']', i + 1)) {
    if (memory.bareGone || atBoundary(text, i + 1)) return i
    if (first < 0) first = i
  }
  memory.bareGone = true
  return first
}

/** The same for a bracket that closes in a foreign way: `”]` made by an editor, `\"]` by one escape too many. */
function endOfForeign(text: string, from: number, closing: string): number {
  let first = -1
  for (let i = text.indexOf(closing, from); i >= 0; i = text.indexOf(closing, i + 1)) {
    if (atBoundary(text, i + closing.length)) return i
    if (first < 0) first = i
  }
  return first
}

/** Offset behind the text's last character that is no white space. */
export function endOfText(text: string): number {
  let end = text.length
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--
  return end
}

const KEYED = /\[(?:[^=\]["“\\]{1,200}|(?:"|“|\\")[^"”\\]{1,200}(?:"|”|\\"))=/y

/** True where a bracket with a key opens at `at`: `[category=`, `["job ID"=`. */
export function opensField(text: string, at: number): boolean {
  KEYED.lastIndex = at
  return KEYED.test(text)
}

const WORD_WITH_ID = /\[[A-Za-z]{2,40}\][ \t]+\[(?:(?:sub)?task-id|task-key|job-?ID|job-id)=\d{1,19}\](?=\s|$)/y

/** `[onError] [task-id=12]`: zap quotes no message of one word. Only the id of a job or a task right behind it tells it from other brackets. */
export function isWordWithId(text: string, at: number): boolean {
  WORD_WITH_ID.lastIndex = at
  return WORD_WITH_ID.test(text)
}

/** How a message's bracket opens, and what closes it; without a bracket the rest of the text is the message. */
const MESSAGE_QUOTES: readonly (readonly [opening: string, closing: string])[] = [
  ['["', '"]'],
  ['[“', '”]'],
  ['[\\"', '\\"]'],
  ['[', ']'],
  ['', ''],
]

/** How the bracket of a message at `at` opens, and what closes it. */
export function messageBracket(text: string, at: number): readonly [opening: string, closing: string] {
  return MESSAGE_QUOTES.find(([mark]) => text.startsWith(mark, at))!
}

/** Offset of what closes a message that begins at `start`; -1 when it was cut before it, or has no bracket. */
export function endOfMessage(text: string, start: number, closing: string, memory: Closer): number {
  if (closing === '') return -1
  if (closing === '"]') return endOfQuoted(text, start, memory)
  return closing === ']' ? endOfBare(text, start, memory) : endOfForeign(text, start, closing)
}
