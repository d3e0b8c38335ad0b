import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'

const BLOCK = 4 << 20

/** The lines of a file in reverse; each must end in a newline. */
export function toNewestFirst(from: string, to: string): void {
  const [input, output] = [openSync(from, 'r'), openSync(to, 'w')]
  let rest = Buffer.alloc(0)
  for (let end = fstatSync(input).size; end > 0; ) {
    const begin = Math.max(0, end - BLOCK)
    const block = Buffer.allocUnsafe(end - begin + rest.length)
    readSync(input, block, 0, end - begin, begin)
    rest.copy(block, end - begin)
    const first = begin === 0 ? 0 : block.indexOf(10) + 1
    writeSync(output, reversed(block.subarray(first)))
    rest = Buffer.from(block.subarray(0, first))
    end = begin
  }
  closeSync(input)
  closeSync(output)
}

function reversed(lines: Buffer): Buffer {
  const turned = Buffer.allocUnsafe(lines.length)
  for (let end = lines.length, at = 0; end > 0; ) {
    const begin = end < 2 ? 0 : lines.lastIndexOf(10, end - 2) + 1
    at += lines.copy(turned, at, begin, end)
    end = begin
  }
  return turned
}
