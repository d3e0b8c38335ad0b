import { setImmediate } from 'node:timers/promises'
import { type Extract, extract, type Header } from 'tar-stream'
import { Bytes } from './bytes.ts'
import { type Member, memberName } from './member.ts'

const FILE_TYPES: readonly string[] = ['file', 'contiguous-file']
const EXTRACT_OPTIONS = { allowUnknownFormat: true, highWaterMark: 1 }
/** The end mark is two blocks of zeros; one is accepted, as GNU tar does. */
const END_MARK = 512

/**
 * The files in a tar, in its order, as they stream by; folders, links and devices are left out. A cut end and broken
 * structure are reported once: inside a member by its bytes, between members to the ledger.
 */
export async function* tarMembers(input: Bytes): AsyncGenerator<Member> {
  const reader = new TarReader(input)
  try {
    for (let entry = await reader.next(); entry !== null; entry = await reader.next()) {
      const bytes = reader.content(entry)
      if (FILE_TYPES.includes(entry.header.type)) yield { name: memberName(entry.header.name), bytes }
      else if (entry.header.type === null && entry.size > 0) yield { name: memberName(entry.header.name), bytes: unusual(bytes) }
      await bytes.drain()
      await bytes.close()
      await reader.skip(entry)
    }
  } finally {
    reader.close()
  }
}

interface Entry {
  readonly header: Header
  readonly size: number
  readonly chunks: Buffer[]
  given: number
}

/**
 * Pulls from tar-stream's extractor, which pushes. A chunk is put in only when everything that came out is taken, so no more
 * than a chunk is ever held; and it is never told that the input ended, since it would then throw away what it holds.
 */
class TarReader {
  #entries: Entry[] = []
  #broken = false
  #idle = true
  #over = false
  #tail: Buffer = Buffer.alloc(0)
  #wake: () => void = () => {}
  readonly #extract: Extract = extract(EXTRACT_OPTIONS)

  constructor(readonly input: Bytes) {
    this.#extract.on('entry', (header, stream, next) => {
      const entry: Entry = { header, size: header.size, chunks: [], given: 0 }
      this.#entries.push(entry)
      stream.on('error', () => {})
      stream.on('data', (chunk) => {
        entry.chunks.push(chunk as Buffer)
        this.#wake()
      })
      next()
      this.#wake()
    })
    this.#extract.on('drain', () => {
      this.#idle = true
      this.#wake()
    })
    this.#extract.on('error', () => {
      this.#broken = true
      this.#wake()
    })
  }

  async next(): Promise<Entry | null> {
    while (this.#entries.length === 0) {
      if (await this.#more()) continue
      if (!this.input.failed) this.#reportEnd()
      return null
    }
    return this.#entries.shift() ?? null
  }

  content(entry: Entry): Bytes {
    const reader = this
    return new Bytes(this.input.ledger, async function* (self) {
      while (entry.given < entry.size) {
        const chunk = await reader.#chunk(entry)
        if (chunk !== null) yield chunk
        else {
          if (reader.input.failed) self.failed = true
          else self.fail(...reader.#fault())
          reader.input.failed = true
          return
        }
      }
    })
  }

  async skip(entry: Entry): Promise<void> {
    while (entry.given < entry.size && (await this.#chunk(entry)) !== null);
  }

  close(): void {
    this.#extract.destroy()
  }

  async #chunk(entry: Entry): Promise<Buffer | null> {
    while (entry.chunks.length === 0) if (!(await this.#more())) return null
    const chunk = entry.chunks.shift() ?? null
    entry.given += chunk?.length ?? 0
    return chunk
  }

  /** Waits for something to come out, putting a chunk in when nothing can. @returns false when nothing will come any more */
  async #more(): Promise<boolean> {
    if (this.#over) return false
    if (this.#broken) return this.#finish()
    if (!this.#idle) {
      await new Promise<void>((resolve) => (this.#wake = resolve))
      return true
    }
    const chunk = await this.input.next()
    if (chunk === null) return this.#finish()
    const kept = Buffer.from(chunk)
    this.#tail = kept.length >= END_MARK ? kept.subarray(-END_MARK) : Buffer.concat([this.#tail, kept]).subarray(-END_MARK)
    this.#idle = this.#extract.write(kept)
    return true
  }

  /** What was put in last may still be on its way out. */
  async #finish(): Promise<boolean> {
    await setImmediate()
    this.#over = true
    return true
  }

  #reportEnd(): void {
    const ended = this.#tail.length === END_MARK && this.#tail.every((byte) => byte === 0)
    if (this.#broken || !ended) this.input.fail(...this.#fault())
  }

  #fault(): ['archive-damaged' | 'archive-cut', string] {
    return this.#broken ? ['archive-damaged', 'a tar header is broken'] : ['archive-cut', 'the tar ends early']
  }
}

function unusual(content: Bytes): Bytes {
  return new Bytes(content.ledger, async function* (self) {
    self.fail('archive-unsupported', 'a tar member of an unusual kind (sparse or multi-volume): pack it again with plain tar')
    await content.drain()
    yield* []
  })
}
