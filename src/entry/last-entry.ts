import { closeSync, openSync, readSync } from 'node:fs'
import { isEntryHead } from '../source/page-builder.ts'

/** How far before the end the last entry is looked for: no entry that is still being written is longer. */
const WINDOW = 1 << 20

/**
 * Where the last entry of a file begins: what stands before it will not change any more, while this one, or a Go report behind it, may still
 * be going on. Where lines have no entry heads of their own (in envelopes), the end of the last whole line.
 * @param size bytes of the file that are looked at
 */
export function lastEntryIn(path: string, size: number): number {
  const from = Math.max(0, size - WINDOW)
  const window = Buffer.allocUnsafe(size - from)
  const fd = openSync(path, 'r')
  let end = 0
  try {
    end = readSync(fd, window, 0, window.length, from)
  } finally {
    closeSync(fd)
  }
  const lastLine = window.lastIndexOf(10, end - 1) + 1
  for (let line = lastLine; line > 0; line = window.lastIndexOf(10, line - 2) + 1) if (isEntryHead(window, line)) return from + line
  return from === 0 && isEntryHead(window, 0) ? 0 : from + lastLine
}
