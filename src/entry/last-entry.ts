import { closeSync, openSync, readSync } from 'node:fs'
import { isEntryHead } from '../source/entry-head.ts'

/** How far before the end the last entry is looked for: no entry that is still being written is longer. */
const WINDOW = 1 << 20

/**
 * Where the last entry of a file begins: what stands before it will not change any more, while this one, or a Go report behind it, may still
 * be going on. Where lines have no entry heads of their own (in envelopes), the end of the last whole line.
 * @param size bytes of the file that are looked at
 */
export function lastEntryIn(path: string, size: number): number {
  const from = Math.max(0, size - WINDOW)
  const window = readWindow(path, from, size - from)
  const lastLine = window.lastIndexOf(10) + 1
  for (let line = lastLine; line > 0; line = lineBefore(window, line)) if (isEntryHead(window, line)) return from + line
  return from === 0 && isEntryHead(window, 0) ? 0 : from + lastLine
}

function lineBefore(window: Buffer, line: number): number {
  return line < 2 ? 0 : window.lastIndexOf(10, line - 2) + 1
}

function readWindow(path: string, from: number, size: number): Buffer {
  const window = Buffer.allocUnsafe(size)
  const fd = openSync(path, 'r')
  try {
    return window.subarray(0, readSync(fd, window, 0, size, from))
  } finally {
    closeSync(fd)
  }
}
