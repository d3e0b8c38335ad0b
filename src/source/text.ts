import { binaryKind } from './binary.ts'
import { Bytes } from './bytes.ts'
import type { Ledger } from './ledger.ts'
import { isLokiResponse, lokiLines } from './loki.ts'
import { foreignPackingOf } from './magic.ts'
import { sampleOf, transcode, utf16Of } from './utf-16.ts'

/** As many bytes as are looked at to say what a source is. */
export const HEAD = 8 * 1024

/** Text made ready for reading, or what stands against it: `text` then has no bytes. */
export interface Text {
  readonly text: Bytes
  /** What was peeled: `utf-16`, `loki-response`. */
  readonly packing: readonly string[]
  /** A byte-order mark was taken off. */
  readonly marked: boolean
}

/**
 * Looks at the head of a stream that is no archive and gives its text as UTF-8 without byte-order mark. What is no text
 * (empty, binary, a packing of others) is failed, with no bytes. UTF-8 itself is not checked: bytes pass as they are.
 */
export async function textOf(input: Bytes): Promise<Text> {
  const head = await input.peek(HEAD)
  const refusal = refusalOf(head)
  if (refusal !== null || (head.length === 0 && input.failed)) {
    if (refusal !== null && !(head.length === 0 && input.failed)) input.fail(...refusal)
    await input.close()
    return { text: nothing(input.ledger), packing: [], marked: false }
  }
  const encoding = utf16Of(head)
  const marked = encoding === null && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  if (marked) await input.take(3)
  const text = encoding === null ? input : transcode(input, encoding)
  const packing = encoding === null ? [] : ['utf-16']
  if (!isLokiResponse((await text.peek(HEAD)).toString('latin1'))) return { text, packing, marked }
  return { text: lokiLines(text), packing: [...packing, 'loki-response'], marked }
}

function refusalOf(head: Buffer): ['empty' | 'archive-unsupported' | 'binary', string] | null {
  if (head.length === 0) return ['empty', 'no byte at all']
  const foreign = foreignPackingOf(head)
  if (foreign !== null) return ['archive-unsupported', `${foreign.name}: unpack it first (${foreign.command}) and give the files`]
  const encoding = utf16Of(head)
  const binary = binaryKind(encoding === null ? head : sampleOf(head, encoding))
  return binary === null ? null : ['binary', binary]
}

function nothing(ledger: Ledger): Bytes {
  return new Bytes(ledger, async function* () {
    yield* []
  })
}
