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

const CODED = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})/y

/** Undoes one layer of Go or JSON escaping; what is no escape stays as it stands. */
export function unescapeText(text: string): string {
  let at = text.indexOf('\\')
  if (at < 0) return text
  let out = ''
  let done = 0
  for (; at >= 0; at = text.indexOf('\\', done)) {
    const simple = SIMPLE[text.charAt(at + 1)]
    out += text.slice(done, at)
    if (simple !== undefined) {
      out += simple
      done = at + 2
    } else {
      const coded = decode(text, at + 1)
      out += coded ?? '\\'
      done = coded === null ? at + 1 : CODED.lastIndex
    }
  }
  return out + text.slice(done)
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
