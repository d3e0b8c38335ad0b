import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import * as zlib from 'node:zlib'
import { Bytes } from './bytes.ts'
import { Check } from './check.ts'
import { type Decompressor, Engine } from './engine.ts'
import { OUTPUT } from './inflate.ts'
import { FrameWalker } from './zstd-frame.ts'

/** Node's own (Node 22.15 and later), the `zstd` program, or JavaScript: fastest first. */
export type ZstdEngine = 'node' | 'program' | 'script'

type MakeDecompressor = (options: { chunkSize: number; highWaterMark: number }) => Decompressor
type Child = ChildProcessByStdio<Writable, Readable, null>

/** A run-length block of 4 bytes gives 128 KiB, and fzstd gives all that a piece holds at once. */
const SCRIPT_STEP = 2 * 1024

/** Unpacks zstd (RFC 8878): all frames, skippable ones too. Without `engine` the fastest at hand is taken. */
export function unzstd(input: Bytes, engine?: ZstdEngine): Bytes {
  return new Bytes(input.ledger, async function* (self) {
    const frames = new FrameWalker()
    let seenWhole = false
    const walked = new Bytes(input.ledger, async function* () {
      for await (const chunk of input) {
        frames.push(chunk)
        yield chunk
      }
      seenWhole = true
    })
    const check = new Check(self)
    const sound = yield* check.through(unpack(walked, engine))
    await walked.close()
    if (input.failed) self.failed = true
    else if (check.stopped) return
    else if (frames.state === 'inside' && seenWhole) self.fail('archive-cut', 'the zstd data ends early')
    else if (sound === false || frames.state !== 'between') self.fail('archive-damaged', 'the zstd data is broken')
  })
}

/** @returns whether the unpacker found nothing wrong */
async function* unpack(input: Bytes, engine: ZstdEngine | undefined): AsyncGenerator<Buffer, boolean> {
  const make = (zlib as { createZstdDecompress?: MakeDecompressor }).createZstdDecompress
  if (make !== undefined && (engine ?? 'node') === 'node') return yield* byNode(input, make)
  const child = engine === 'script' ? null : await start()
  return child === null ? yield* byScript(input) : yield* byProgram(input, child)
}

/** Node's decompressor stops behind each frame. */
async function* byNode(input: Bytes, make: MakeDecompressor): AsyncGenerator<Buffer, boolean> {
  for (let chunk = await input.next(); chunk !== null; chunk = await input.next()) {
    const engine = new Engine(make({ chunkSize: OUTPUT, highWaterMark: 1 }))
    try {
      for (let part: Buffer | null = chunk; part !== null; part = await input.next()) {
        const used: number = yield* engine.push(part)
        if (engine.error !== null) return false
        if (used === part.length) continue
        if (used === 0 && part === chunk) return false
        input.unread(part.subarray(used))
        break
      }
    } finally {
      engine.close()
    }
  }
  return true
}

async function start(): Promise<Child | null> {
  const child = spawn('zstd', ['-dcq'], { stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.on('error', () => {})
  child.on('error', () => {})
  try {
    await once(child, 'spawn')
    return child
  } catch {
    return null
  }
}

async function* byProgram(input: Bytes, child: Child): AsyncGenerator<Buffer, boolean> {
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  const feeding = feed(input, child.stdin)
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer
    await feeding
    return (await exit) === 0
  } finally {
    child.kill('SIGKILL')
    await feeding
  }
}

/** Waits for each chunk to be gone, since its buffer is used again; ends when the program does not take any more. */
async function feed(input: Bytes, stdin: Writable): Promise<void> {
  while (!stdin.destroyed) {
    const chunk = await input.next()
    if (chunk === null) break
    await new Promise<void>((resolve) => {
      stdin.once('close', resolve)
      stdin.write(chunk, () => {
        stdin.off('close', resolve)
        resolve()
      })
    })
  }
  if (!stdin.destroyed) stdin.end()
}

async function* byScript(input: Bytes): AsyncGenerator<Buffer, boolean> {
  const { Decompress } = await import('fzstd')
  const out: Buffer[] = []
  const decompress = new Decompress((part) => out.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength)))
  let sound = true
  for (let chunk = await input.next(); chunk !== null && sound; chunk = await input.next()) {
    for (let at = 0; at < chunk.length && sound; at += SCRIPT_STEP) {
      try {
        // A copy: what is not used at once is kept.
        decompress.push(new Uint8Array(chunk.subarray(at, at + SCRIPT_STEP)))
      } catch {
        sound = false
      }
      for (const part of out.splice(0)) yield part
    }
  }
  return sound
}
