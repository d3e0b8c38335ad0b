import { createInflateRaw, type ZlibOptions } from 'node:zlib'
import type { Bytes } from './bytes.ts'
import { DirectEngine } from './direct-engine.ts'
import { Engine } from './engine.ts'

/** How a compressed stream ended: at its end mark, with its input, or where its structure broke. */
export type Ending = 'ended' | 'cut' | 'damaged'

/** Output per step; what lies between a fault and the step before it is lost, hence not larger. */
export const OUTPUT = 128 * 1024
/** Steps at the head of a stream are short, so that a small damaged file loses little. */
const HEAD = 64 * 1024
const HEAD_STEP = 2 * 1024

/** Inflates the raw deflate stream at the head of `input` and leaves `input` just behind it. */
export async function* inflate(input: Bytes): AsyncGenerator<Buffer, Ending> {
  const options: ZlibOptions & { highWaterMark: number } = { chunkSize: OUTPUT, highWaterMark: 1 }
  const stream = createInflateRaw(options)
  const engine = DirectEngine.of(stream, OUTPUT) ?? new Engine(stream)
  try {
    for (let taken = 0; ; ) {
      const chunk = await input.next()
      if (chunk === null) return (await wantsMore(engine)) ? 'cut' : 'ended'
      const step = taken < HEAD ? chunk.subarray(0, HEAD_STEP) : chunk
      const used = yield* engine.push(step)
      if (engine.error !== null) return 'damaged'
      input.unread(chunk.subarray(used))
      if (used < step.length) return 'ended'
      taken += used
    }
  } finally {
    engine.close()
  }
}

/** An inflater that has seen its end mark shows that only by leaving a further byte alone. */
async function wantsMore(engine: Engine | DirectEngine): Promise<boolean> {
  const probe = engine.push(Buffer.of(0))
  for (;;) {
    const { value, done } = await probe.next()
    if (done === true) return value > 0 || engine.error !== null
  }
}
