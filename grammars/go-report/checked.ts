import type { GoFrame } from './tree.ts'

/** What check.v1 (gopkg.in/check.v1, github.com/pingcap/check) prints of a panic that it caught in a test. */

const PANIC = '... Panic: '
const COUNTER = /^(.*) \(PC=0x[0-9A-Fa-f]+\)$/

/**
 * @param lines from the one that begins with `... Panic: ` to the stack
 * @returns the message; null where no program counter ends it, as in `... Panic: Fixture has panicked (see related PANIC)`
 */
export function readCheckedPanic(lines: readonly string[]): string | null {
  const end = lines.findIndex((line) => COUNTER.test(line.trimEnd()))
  if (end < 0) return null
  const text = lines.slice(0, end + 1).map((line, i) => (i === end ? (COUNTER.exec(line.trimEnd())?.[1] ?? '') : line.trimEnd()))
  return text.join('\n').trimStart().slice(PANIC.length)
}

/**
 * Functions are printed without their packages, which are those of the files' folders.
 * @param line `  in ledgerSuite.sum`; @param place the line above it
 */
export function readCheckedFrame(line: string, place: Pick<GoFrame, 'file' | 'line'>, at: number): GoFrame {
  const name = line.trim().slice('in '.length)
  const folder = packageIn(place.file)
  return { func: folder === '' ? name : `${folder}.${name}`, args: '', ...place, at }
}

/** Go's own sources and a workspace lie in `src`, what was fetched in `mod`; of other paths only the last folder is known to be the package's. */
function packageIn(file: string): string {
  const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')))
  const root = ['/vendor/', '/pkg/mod/', '/src/'].find((it) => folder.includes(it))
  const path = root === undefined ? folder.slice(folder.lastIndexOf('/') + 1) : folder.slice(folder.lastIndexOf(root) + root.length)
  const parts = path.split('/').map((part) => (part.includes('@') ? part.slice(0, part.indexOf('@')) : part))
  // as Go's own stacks print an import path whose last part has a dot
  return [...parts.slice(0, -1), (parts.at(-1) ?? '').replaceAll('.', '%2e')].join('/')
}
