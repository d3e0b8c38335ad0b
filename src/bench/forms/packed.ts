import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'

const BUFFER = { highWaterMark: 1 << 20 }

export async function toGzip(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from, BUFFER), createGzip(), createWriteStream(to))
}

/** One archive of several logs, each in a folder of its node. */
export async function toTarGzip(from: readonly string[], to: string): Promise<void> {
  const tar = pack()
  const written = pipeline(tar, createGzip(), createWriteStream(to))
  for (const path of from) {
    const name = `logs/${basename(path, '.log')}/tidb.log`
    await pipeline(createReadStream(path, BUFFER), tar.entry({ name, size: statSync(path).size, mtime: new Date(0) }))
  }
  tar.finalize()
  await written
}
