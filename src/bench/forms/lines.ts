import { closeSync, openSync, readSync, writeSync } from 'node:fs'

const BLOCK = 4 << 20

/** Rewrites a file line by line; a line comes without its newline, and what is returned is written as it is. */
export function mapLines(from: string, to: string, map: (line: string, index: number) => string): void {
  const [input, output] = [openSync(from, 'r'), openSync(to, 'w')]
  const block = Buffer.allocUnsafeSlow(BLOCK)
  let [rest, index] = ['', 0]
  for (let size = readSync(input, block); size > 0; size = readSync(input, block)) {
    const lines = (rest + block.toString('latin1', 0, size)).split('\n')
    rest = lines.pop() as string
    writeSync(output, lines.map((line) => map(line, index++)).join(''), null, 'latin1')
  }
  if (rest !== '') writeSync(output, map(rest, index), null, 'latin1')
  closeSync(input)
  closeSync(output)
}
