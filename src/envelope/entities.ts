import { standsAt } from './bytes.ts'

const AMPERSAND = 0x26
const QUOTE = 0x22
const LESS = 0x3c
const GREATER = 0x3e
const entities: readonly { readonly bytes: Buffer; readonly meant: number }[] = Object.entries({
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&apos;': "'",
  '&#96;': '`',
  '&nbsp;': ' ',
}).map(([text, meant]) => ({ bytes: Buffer.from(text), meant: meant.charCodeAt(0) }))

/**
 * Undoes HTML escaping of a whole line. A line that holds `<`, `>` or `&` as themselves was never escaped, so an entity in it is the
 * program's own text; and where `"` stands as itself, so is `&quot;`.
 * @returns null when nothing was escaped
 */
export function unescapeEntities(line: Buffer): Buffer | null {
  let isEscaped = false
  let hasQuote = false
  for (let i = 0; i < line.length; i++) {
    const byte = line[i]!
    if (byte === LESS || byte === GREATER || (byte === AMPERSAND && entityAt(line, i) === undefined)) return null
    if (byte === AMPERSAND) isEscaped = true
    if (byte === QUOTE) hasQuote = true
  }
  if (!isEscaped) return null
  const out = Buffer.allocUnsafe(line.length)
  let to = 0
  for (let i = 0; i < line.length; ) {
    const entity = line[i] === AMPERSAND ? entityAt(line, i) : undefined
    if (entity === undefined || (entity.meant === QUOTE && hasQuote)) out[to++] = line[i++]!
    else {
      out[to++] = entity.meant
      i += entity.bytes.length
    }
  }
  return to === line.length ? null : out.subarray(0, to)
}

function entityAt(line: Buffer, at: number): (typeof entities)[number] | undefined {
  return entities.find(({ bytes }) => standsAt(line, at, line.length, bytes))
}
