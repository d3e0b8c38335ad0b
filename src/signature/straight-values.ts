/** What is given for a value that is left to the library. */
export const NOT_STRAIGHT: unique symbol = Symbol('not straight')

/** A value, and where the text goes on behind it. */
export interface Read {
  readonly value: unknown
  readonly end: number
}

type Straight = Read | typeof NOT_STRAIGHT

const DEEPEST = 20
const SINGLE = /'((?:[^']|'')*)'/y
/** Of the escapes those alone that JSON has too. */
const DOUBLE = /"(?:[^"\\]|\\["\\nt])*"/y
/** In quotes also with spaces. */
const KEY = /(?:([A-Za-z][\w.-]{0,99})|(["'])([A-Za-z][\w .-]{0,99})\2):(?: +|$)/y
/** However it is written. */
const YAML_WORD = /^(?:null|true|false)$/i
const FLOW_PLAIN = /[^,[\]{}"']+/y
const SPACE = / */y
/** A text that begins as nothing else does. */
const PLAIN = /^[A-Za-z0-9()+./<=\\$^~;_\u00a1-\uffef]/
const WHOLE = /^(?:0|[1-9]\d{0,14})$/
const MAY_BE_NUMBER = /^[+.]\S*$|^\d[\da-fxo.+_:-]*$/i
const WORDS = new Map<string, unknown>([
  ['null', null],
  ['true', true],
  ['false', false],
])

/** A key, where its value begins. */
export function keyAt(text: string, at: number): (Read & { readonly value: string }) | typeof NOT_STRAIGHT {
  KEY.lastIndex = at
  const match = KEY.exec(text)
  const value = match?.[1] ?? match?.[3]
  return value === undefined || YAML_WORD.test(value) ? NOT_STRAIGHT : { value, end: KEY.lastIndex }
}

/** A value without quotes that goes to the end of the line, or to a comment. */
export function plainValue(text: string): Straight {
  const comment = text.indexOf(' #')
  const plain = (comment < 0 ? text : text.slice(0, comment)).trimEnd()
  const value = plainText(plain)
  return value === NOT_STRAIGHT ? NOT_STRAIGHT : { value, end: plain.length }
}

/** A text in quotes that ends on its line. */
export function quotedAt(text: string, from: number): Straight {
  const quoted = text[from] === "'" ? SINGLE : DOUBLE
  quoted.lastIndex = from
  const match = quoted.exec(text)
  if (match === null) return NOT_STRAIGHT
  const value = quoted === SINGLE ? match[1]!.replaceAll("''", "'") : JSON.parse(match[0])
  return { value, end: quoted.lastIndex }
}

/** `[…]` or `{…}` that ends on its line. */
export function flowAt(text: string, from: number, depth = 0): Straight {
  if (depth > DEEPEST) return NOT_STRAIGHT
  const isList = text[from] === '['
  const close = isList ? ']' : '}'
  const list: unknown[] = []
  const map: Record<string, unknown> = {}
  let at = behindSpace(text, from + 1)
  if (text[at] === close) return { value: isList ? list : map, end: at + 1 }
  for (;;) {
    const key = isList ? null : keyAt(text, at)
    if (key !== null && (key === NOT_STRAIGHT || Object.hasOwn(map, key.value))) return NOT_STRAIGHT
    const item = itemAt(text, key?.end ?? at, depth)
    if (item === NOT_STRAIGHT) return NOT_STRAIGHT
    if (key === null) list.push(item.value)
    else map[key.value] = item.value
    at = behindSpace(text, item.end)
    if (text[at] === close) return { value: isList ? list : map, end: at + 1 }
    if (text[at] !== ',') return NOT_STRAIGHT
    at = behindSpace(text, at + 1)
  }
}

function itemAt(text: string, at: number, depth: number): Straight {
  if (text[at] === '[' || text[at] === '{') return flowAt(text, at, depth + 1)
  if (text[at] === '"' || text[at] === "'") return quotedAt(text, at)
  FLOW_PLAIN.lastIndex = at
  const plain = FLOW_PLAIN.exec(text)?.[0].trimEnd() ?? ''
  const value = plain.includes('#') ? NOT_STRAIGHT : plainText(plain)
  return value === NOT_STRAIGHT ? NOT_STRAIGHT : { value, end: at + plain.length }
}

/** Texts that may be numbers or words of YAML are left alone unless it is plain what they are, and so is what may hold a key. */
function plainText(text: string): unknown {
  if (!PLAIN.test(text) || /:(?: |$)/.test(text)) return NOT_STRAIGHT
  if (WHOLE.test(text)) return Number(text)
  if (WORDS.has(text)) return WORDS.get(text)
  return MAY_BE_NUMBER.test(text) || YAML_WORD.test(text) || text === '~' ? NOT_STRAIGHT : text
}

function behindSpace(text: string, at: number): number {
  SPACE.lastIndex = at
  SPACE.exec(text)
  return SPACE.lastIndex
}
