import { looksEntry } from './bare.ts'
import { standsAt } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'

const AMPERSAND = 0x26
const QUOTE = 0x22
const LESS = 0x3c
const GREATER = 0x3e
const SEMICOLON = 0x3b
/** `&quot;` and `&nbsp;` are the longest. */
const LONGEST = 6
const ENTITIES: readonly { readonly bytes: Buffer; readonly meant: number }[] = Object.entries({
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

/** HTML entities in an entry that was copied out of a page's source: `Err:&lt;nil&gt;`. */
export const entities: Envelope = {
  name: 'markdown',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    const plain = unescapeEntities(buf, start, end)
    if (plain === null || !looksEntry(buf, start, end)) return false
    line.buf = plain
    line.start = 0
    line.end = plain.length
    return true
  },
}

/**
 * Undoes HTML escaping of a whole line. A line that holds `<`, `>` or `&` as themselves was never escaped, so an entity in it is the
 * program's own text; and where `"` stands as itself, so is `&quot;`.
 * @returns null when nothing was escaped
 */
function unescapeEntities(buf: Buffer, start: number, end: number): Buffer | null {
  // Lines with an `&` of their own are common, so the first one is looked at before anything else.
  if (entityAt(buf, buf.indexOf(AMPERSAND, start), end) === undefined) return null
  let hasQuote = false
  for (let i = start; i < end; i++) {
    const byte = buf[i]!
    if (byte === LESS || byte === GREATER || (byte === AMPERSAND && entityAt(buf, i, end) === undefined)) return null
    if (byte === QUOTE) hasQuote = true
  }
  const out = Buffer.allocUnsafe(end - start)
  let to = 0
  for (let i = start; i < end; ) {
    const entity = buf[i] === AMPERSAND ? entityAt(buf, i, end) : undefined
    if (entity === undefined || (entity.meant === QUOTE && hasQuote)) out[to++] = buf[i++]!
    else {
      out[to++] = entity.meant
      i += entity.bytes.length
    }
  }
  return to === end - start ? null : out.subarray(0, to)
}

function entityAt(buf: Buffer, at: number, end: number): (typeof ENTITIES)[number] | undefined {
  if (at < 0) return undefined
  for (let i = at + 2; i < end && i < at + LONGEST; i++) {
    if (buf[i] === SEMICOLON) return ENTITIES.find(({ bytes }) => standsAt(buf, at, end, bytes))
  }
  return undefined
}
