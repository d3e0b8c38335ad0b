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

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([ntrbfva"'/\\]))/g

/** Undoes one layer of Go or JSON escaping; what is no escape stays as it stands. */
export function unescapeText(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(ESCAPE, (all, hex2?: string, hex4?: string, hex8?: string, octal?: string, simple?: string) => {
    if (simple !== undefined) return SIMPLE[simple]!
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
    const code = Number.parseInt((hex2 ?? hex4 ?? hex8)!, 16)
    return code > 0x10ffff ? all : String.fromCodePoint(code)
  })
}

/** A text whose quotes and backslashes were escaped once too often (`[\\"msg\\"]`): as the writer printed it. */
export function repairQuotes(text: string): string {
  return text.replace(/\\(["\\])/g, '$1')
}
