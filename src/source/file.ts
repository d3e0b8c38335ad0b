import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { Bytes } from './bytes.ts'
import type { Ledger } from './ledger.ts'

const CHUNK = 1024 * 1024
const SMALL = 64 * 1024
/** Synchronous reads between two turns of the event loop: without turns no signal handler and no timer would run. */
const READS_PER_TURN = 8

/** A file open for reading at any place. */
export interface OpenFile {
  readonly fd: number
  readonly size: number
  /** True for the input itself, false for a copy of it. */
  readonly original: boolean
}

/** The bytes of a file, through one buffer that is used again and again. Opened at the first read, closed at the end. */
export function fileBytes(path: string, ledger: Ledger): Bytes {
  return new Bytes(ledger, async function* (self) {
    let fd: number
    try {
      fd = openSync(path, 'r')
    } catch (error) {
      self.fail('unreadable', reason(error))
      return
    }
    try {
      for await (const chunk of sequential(fd, self, 0, Number.POSITIVE_INFINITY)) {
        ledger.read(chunk.length)
        yield chunk
        if (ledger.stop.aborted) return
      }
    } finally {
      closeSync(fd)
    }
  })
}

/** The bytes `start` to `end` (exclusive) of an open file, which stays open. Ends early where the file does. */
export function rangeBytes(file: OpenFile, start: number, end: number, ledger: Ledger): Bytes {
  return new Bytes(ledger, async function* (self) {
    for await (const chunk of sequential(file.fd, self, start, end)) {
      if (file.original) ledger.input.read += chunk.length
      yield chunk
      if (ledger.stop.aborted) return
    }
  })
}

/** The bytes of a stream that is not ours: standard input, a FIFO. */
export function streamBytes(stream: Readable, ledger: Ledger): Bytes {
  return new Bytes(ledger, async function* (self) {
    const { stop } = ledger
    const end = (): void => {
      stream.destroy()
    }
    // The next bytes may be long in coming: whoever stops does not wait for them.
    if (stop instanceof AbortSignal) stop.addEventListener('abort', end, { once: true })
    try {
      if (stop.aborted) return
      for await (const piece of stream) {
        const chunk = typeof piece === 'string' ? Buffer.from(piece) : (piece as Buffer)
        ledger.read(chunk.length)
        yield chunk
      }
    } catch (error) {
      if (!stop.aborted) self.fail('unreadable', reason(error))
    } finally {
      if (stop instanceof AbortSignal) stop.removeEventListener('abort', end)
    }
  })
}

/** What the system said, without the path: `EACCES: permission denied`. */
export function reason(error: unknown): string {
  return error instanceof Error ? (error.message.split(',')[0] ?? error.message) : String(error)
}

async function* sequential(fd: number, self: Bytes, start: number, end: number): AsyncGenerator<Buffer> {
  const stats = fstatSync(fd)
  const seekable = stats.isFile()
  const expected = Math.min(end - start, seekable ? stats.size : CHUNK)
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(SMALL, expected)))
  let at = start
  for (let turn = 1; at < end; turn++) {
    let size: number
    try {
      size = readSync(fd, buffer, 0, Math.min(buffer.length, end - at), seekable ? at : null)
    } catch (error) {
      self.fail('unreadable', reason(error))
      return
    }
    if (size === 0) return
    at += size
    yield buffer.subarray(0, size)
    if (turn % READS_PER_TURN === 0) await setImmediate()
  }
}
