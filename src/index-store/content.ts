import { createHash, type Hash } from 'node:crypto'
import { type BigIntStats, closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/** Bytes of each sample of a file. */
const SAMPLE = 64 << 10
/** A file system may note two changes with one time when they lie so near each other, in milliseconds. */
const TICK = 20

/** What a run reads, as far as it can be known without reading all of it. */
export interface Content {
  /** Real paths, in the order of reading. */
  readonly paths: readonly string[]
  /** Bytes of all of them. */
  readonly size: number
  /** Bits of a file's mode that all of them have. */
  readonly mode: number
  /** Differs as soon as a file was changed, however little, or replaced. */
  readonly print: string
}

/**
 * Looks at files: their sizes, times and inodes, and samples from head, middle and tail of each.
 * @returns null where one can't be looked at
 */
export function contentOf(files: readonly string[]): Content | null {
  const hash = createHash('sha256')
  let [size, mode] = [0, 0o666]
  const paths: string[] = []
  try {
    for (const file of files) {
      paths.push(realpathSync(file))
      const stats = sampled(file, hash)
      size += Number(stats.size)
      mode &= Number(stats.mode)
    }
  } catch {
    return null
  }
  return { paths, size, mode, print: hash.digest('hex') }
}

/** Waits until a change from now on would be seen: a file that was written this very moment may be written again with the same time. */
export async function settled(files: readonly string[]): Promise<void> {
  const youngest = Math.max(...files.map((file) => statSync(file, { throwIfNoEntry: false })?.ctimeMs ?? 0))
  if (Date.now() - youngest < TICK) await setTimeout(TICK)
}

function sampled(file: string, hash: Hash): BigIntStats {
  const fd = openSync(file, 'r')
  try {
    const stats = fstatSync(fd, { bigint: true })
    const { size, mtimeNs, ctimeNs, ino } = stats
    hash.update(`${[size, mtimeNs, ctimeNs, ino].join(' ')}\n`)
    const sample = Buffer.allocUnsafe(SAMPLE)
    for (const at of new Set([0, Number(size) >> 1, Math.max(0, Number(size) - SAMPLE)])) {
      hash.update(sample.subarray(0, readSync(fd, sample, 0, SAMPLE, at)))
    }
    return stats
  } finally {
    closeSync(fd)
  }
}
