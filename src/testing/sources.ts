import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Limits } from '../source/ledger.ts'
import { open } from '../source/open.ts'
import { streamOf } from './archives.ts'

/** Log lines that don't repeat, so that packing them leaves something. */
export const LOG_LINES: readonly string[] = Array.from(
  { length: 2200 },
  (_, n) => `[2024/01/01 00:00:00.${n} +00:00] [INFO] [job.go:${n % 97}] ["step"] [id=${(n * 7919) % 3001}]\n`,
)
export const LOG = Buffer.from(LOG_LINES.join(''))

export interface ReadSource {
  /** With `-` for the input itself. */
  readonly name: string
  readonly data: Buffer
  readonly packing: string
  readonly problems: readonly string[]
}

/** Reads every source in `data`, given as a file, or as standard input in pieces of `piece` bytes. */
export async function readSources(data: Buffer, piece = 0, limits: Partial<Limits> = {}): Promise<ReadSource[]> {
  const folder = mkdtempSync(join(tmpdir(), 'read-sources-'))
  const path = join(folder, 'input')
  writeFileSync(path, data)
  const all: ReadSource[] = []
  try {
    for await (const source of open([piece === 0 ? path : '-'], { stdin: streamOf(data, piece || data.length), limits })) {
      const chunks: Buffer[] = []
      for await (const chunk of source.chunks()) chunks.push(Buffer.from(chunk))
      const name = source.name.replace(path, '-')
      all.push({ name, data: Buffer.concat(chunks), packing: source.packing.join(' '), problems: source.problems.map(({ code }) => code) })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  return all
}

export function together(all: readonly ReadSource[]): Buffer {
  return Buffer.concat(all.map(({ data }) => data))
}

export function problemsOf(all: readonly ReadSource[]): string[] {
  return all.flatMap(({ problems }) => problems)
}

/** Places to cut `size` bytes at, ascending: evenly spread, and the first and last few, where headers and trailers lie. */
export function cuts(size: number, count: number): number[] {
  const spread = Array.from({ length: count }, (_, n) => Math.floor((n * size) / count))
  return [...new Set([...spread, 1, 9, 18, 19, size - 9, size - 8, size - 4, size - 1])]
    .filter((cut) => cut > 0 && cut < size)
    .sort((a, b) => a - b)
}
