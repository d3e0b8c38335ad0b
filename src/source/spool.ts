import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bytes } from './bytes.ts'
import { type OpenFile, reason } from './file.ts'

/** A stream put aside, to be read at any place. */
export interface Spool {
  readonly file: OpenFile
  /** False when not all of the stream could be put aside; the ledger knows why. */
  readonly whole: boolean
  close(): void
}

/**
 * Puts a stream into a temporary file that has no name from the start (where the system allows that: elsewhere `close` removes it), so
 * that not even a killed process leaves it behind.
 * @returns null when no temporary file can be made; the stream is then failed
 */
export async function spool(input: Bytes): Promise<Spool | null> {
  let folder: string
  let fd: number
  try {
    folder = mkdtempSync(join(tmpdir(), 'tidb-triage-'))
    fd = openSync(join(folder, 'spool'), 'wx+', 0o600)
  } catch (error) {
    input.fail('unreadable', `no temporary file: ${reason(error)}`)
    return null
  }
  remove(folder)
  const close = () => {
    closeSync(fd)
    remove(folder)
  }
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

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // Windows keeps a file that is open; `close` comes back for it.
  }
}
