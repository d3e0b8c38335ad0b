import { closeSync, openSync, readSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { Range } from './file-pages.ts'

const CHUNK = 1 << 20
/** Files are read synchronously: between so many chunks timers and signal handlers get their turn. */
const CHUNKS_PER_TURN = 16

/**
 * Counts the lines that end in a stretch of a file, several times faster than they could be read.
 * @param stop ends the count early
 * @throws what the system throws when the file can't be opened or read
 */
export async function newlinesIn(path: string, { from, to }: Range, stop?: AbortSignal): Promise<number> {
  if (from >= to) return 0
  const fd = openSync(path, 'r')
  try {
    const buf = Buffer.allocUnsafe(Math.min(CHUNK, to - from))
    let count = 0
    let turn = 0
    for (let place = from; place < to; ) {
      const size = readSync(fd, buf, 0, Math.min(buf.length, to - place), place)
      if (size === 0) break
      place += size
      for (let at = buf.indexOf(10); at >= 0 && at < size; at = buf.indexOf(10, at + 1)) count++
      if (++turn % CHUNKS_PER_TURN === 0) await setImmediate()
      if (stop?.aborted) break
    }
    return count
  } finally {
    closeSync(fd)
  }
}
