import { writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Bytes } from './bytes.ts'
import { type OpenFile, reason } from './file.ts'
import { type TemporaryFile, temporaryFile } from './temporary-file.ts'

/** A stream put aside, to be read at any place. */
export interface Spool {
  readonly file: OpenFile
  /** False when not all of the stream could be put aside; the ledger knows why. */
  readonly whole: boolean
  close(): void
}

/**
 * Puts a stream into a temporary file.
 * @returns null when none can be made; the stream is then failed
 */
export async function spool(input: Bytes): Promise<Spool | null> {
  let file: TemporaryFile
  try {
    file = temporaryFile(tmpdir())
  } catch (error) {
    input.fail('unreadable', `no temporary file: ${reason(error)}`)
    return null
  }
  const { fd, close } = file
  try {
    const size = await fill(fd, input)
    return { file: { fd, size, original: false }, whole: !input.failed, close }
  } catch (error) {
    close()
    throw error
  }
}

async function fill(fd: number, input: Bytes): Promise<number> {
  let size = 0
  for await (const chunk of input) {
    const limit = input.ledger.spooled(chunk.length)
    if (limit !== null) {
      input.fail('archive-limit', limit)
      break
    }
    try {
      for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at)
    } catch (error) {
      input.fail('unreadable', `temporary file: ${reason(error)}`)
      break
    }
    size += chunk.length
  }
  return size
}
