const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '"': '"',
  "'": "'",
  '/': '/',
  '\\': '\\',
}

/** The same by the code of the letter; empty for those that are no simple escape. */
const BY_CODE: readonly string[] = Array.from({ length: 128 }, (_, code) => SIMPLE[String.fromCharCode(code)] ?? '')

const CODED = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})/y

/**
 * Undoes one layer of Go or JSON escaping; what is no escape stays as it stands.
 * @param atMost UTF-16 code units of the result that are wanted; the text behind them is not read
 */
export function unescapeText(text: string, atMost = Number.POSITIVE_INFINITY): string {
  let at = text.indexOf('\\')
  if (at < 0) return text.length > atMost ? text.slice(0, atMost) : text
  let out = ''
  let done = 0
  for (; at >= 0 && out.length < atMost; at = text.indexOf('\\', done)) {
    const code = text.charCodeAt(at + 1)
    const simple = code < 128 ? BY_CODE[code]! : ''
    if (simple !== '') {
      out += text.slice(done, at) + simple
      done = at + 2
    } else {
      const coded = decode(text, at + 1)
      out += text.slice(done, at) + (coded ?? '\\')
      done = coded === null ? at + 1 : CODED.lastIndex
    }
  }
  if (out.length >= atMost) return out.slice(0, atMost)
  return out + text.slice(done, done + atMost - out.length)
}

function decode(text: string, at: number): string | null {
  CODED.lastIndex = at
  const match = CODED.exec(text)
  if (match === null) return null
  const code = match[4] === undefined ? Number.parseInt((match[1] ?? match[2] ?? match[3])!, 16) : Number.parseInt(match[4], 8)
  return code > 0x10ffff ? null : String.fromCodePoint(code)
}

/** A text whose quotes and backslashes were escaped once too often (`[\\"msg\\"]`): as the writer printed it. */
export function repairQuotes(text: string): string {
  return text.replace(/\\(["\\])/g, '$1')
}
