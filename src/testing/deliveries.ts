import { gzipSync } from 'node:zlib'
import { tarOf, zipOf } from './archives.ts'
import { TRANSPORTS, type Wrap } from './transports.ts'

/** One way in which the text of a bug report may reach us, as bytes. */
export interface Delivery {
  readonly name: string
  carry(text: string): Promise<Buffer>
}

/** Transports that mark their lines so little that only log lines are told from prose. */
const LOG_LINES_ONLY = ['compose', 'stern']

/** The deliveries under which a report must give the same findings: packed, wrapped in a transport, turned round, cut at a width. */
export const deliveries: readonly Delivery[] = [
  { name: 'plain', carry: async (text) => Buffer.from(text) },
  { name: 'gzip', carry: async (text) => gzipSync(text) },
  { name: 'tar.gz in zip', carry: nested },
  { name: 'newest line first', carry: async (text) => joined(linesOf(text).reverse()) },
  ...[120, 200].map((width) => ({
    name: `wrapped at ${width}`,
    carry: async (text: string) => joined(linesOf(text).flatMap((line) => cut(line, width))),
  })),
  ...Object.entries(TRANSPORTS)
    .filter(([name]) => !LOG_LINES_ONLY.includes(name))
    .map(([name, wrap]) => ({ name, carry: async (text: string) => joined(carried(text, wrap)) })),
  ...['loki-jsonl', 'cri'].map((name) => ({
    name: `${name}, newest first`,
    carry: async (text: string) => joined(carried(text, TRANSPORTS[name]!).reverse()),
  })),
]

async function nested(text: string): Promise<Buffer> {
  const tar = await tarOf([{ name: 'logs/report.txt', data: Buffer.from(text) }])
  return zipOf([{ name: 'logs.tar.gz', data: gzipSync(tar) }])
}

function carried(text: string, wrap: Wrap): string[] {
  return linesOf(text).map(wrap)
}

function joined(lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join('\n')}\n`)
}

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function cut(line: string, width: number): string[] {
  const characters = [...line]
  const pieces: string[] = []
  for (let at = 0; at === 0 || at < characters.length; at += width) pieces.push(characters.slice(at, at + width).join(''))
  return pieces
}
