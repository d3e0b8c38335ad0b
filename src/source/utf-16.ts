import { Bytes } from './bytes.ts'

export type Utf16 = 'utf-16le' | 'utf-16be'

/** Pairs needed before their NULs say anything. */
const ENOUGH = 8

/** UTF-16 by its byte-order mark, or by the NULs that Latin text has in every second byte; null for anything else. */
export function utf16Of(head: Buffer): Utf16 | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const pairs = head.length >> 1
  if (pairs < ENOUGH) return null
  const nuls = [0, 0]
  for (let at = 0; at < pairs * 2; at++) if (head[at] === 0) nuls[at & 1]!++
  const [even, odd] = nuls as [number, number]
  if (odd > pairs * 0.7 && even < pairs * 0.05) return 'utf-16le'
  return even > pairs * 0.7 && odd < pairs * 0.05 ? 'utf-16be' : null
}

/**
 * The head of a stream as UTF-8, for a look at whether it is text at all: numbers and pictures too may begin with the two
 * bytes of a mark. What is no UTF-16 (half a surrogate pair) stands as control bytes, as many as its
 * replacement would have.
 */
export function sampleOf(head: Buffer, encoding: Utf16): Buffer {
  const text = new TextDecoder(encoding).decode(head.subarray(0, head.length & ~1), { stream: true })
  return Buffer.from(text.replaceAll('\ufffd', '\x01\x01\x01'))
}

/** UTF-16 to UTF-8 as it streams, without byte-order mark; what is no UTF-16 becomes U+FFFD. */
export function transcode(input: Bytes, encoding: Utf16): Bytes {
  return new Bytes(input.ledger, async function* (self) {
    const decoder = new TextDecoder(encoding)
    for await (const chunk of input) yield Buffer.from(decoder.decode(chunk, { stream: true }))
    yield Buffer.from(decoder.decode())
    if (input.failed) self.failed = true
  })
}
