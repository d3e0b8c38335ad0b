import { createDeflateRaw, createInflateRaw, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DirectEngine } from './direct-engine.ts'
import { type Decompressor, Engine } from './engine.ts'

const SIZE = 1024

async function pushAll(engine: Engine | DirectEngine, pieces: readonly Buffer[]) {
  const given: Buffer[] = []
  let used = 0
  for (const piece of pieces) {
    const push = engine.push(piece)
    for (;;) {
      const { value, done } = await push.next()
      if (done === true) {
        used += value
        break
      }
      given.push(Buffer.from(value))
    }
    if (engine.error !== null) break
  }
  const failed = engine.error !== null
  engine.close()
  return { given: Buffer.concat(given), used, failed }
}

test('gives what the stream gives, of whole and of damaged data, however it comes, and uses as much of it', async () => {
  const packed = fc.tuple(fc.uint8Array({ maxLength: 9_000 }), fc.boolean(), fc.nat(40), fc.option(fc.nat()))
  await fc.assert(
    fc.asyncProperty(packed, fc.integer({ min: 1, max: 700 }), async ([bytes, repeated, behind, damage], piece) => {
      const data = Buffer.concat([
        deflateRawSync(repeated ? Buffer.concat(Array.from({ length: 20 }, () => bytes)) : bytes),
        Buffer.alloc(behind),
      ])
      if (damage !== null) data[damage % data.length]! ^= 0x55
      const pieces = Array.from({ length: Math.ceil(data.length / piece) }, (_, i) => data.subarray(i * piece, (i + 1) * piece))
      const options = { chunkSize: SIZE, highWaterMark: 1 }
      const direct = await pushAll(DirectEngine.of(createInflateRaw(options), SIZE)!, pieces)
      const streamed = await pushAll(new Engine(createInflateRaw(options)), pieces)
      expect(direct.failed).toBe(streamed.failed)
      expect(direct.given.equals(streamed.given)).toBe(true)
      if (!direct.failed) expect(direct.used).toBe(streamed.used)
    }),
    { numRuns: 200 },
  )
})

test('leaves other streams to others', () => {
  const { _handle, ...rest } = createDeflateRaw() as unknown as Record<string, unknown>
  expect(_handle).toBeDefined()
  expect(DirectEngine.of(rest as unknown as Decompressor, SIZE)).toBeNull()
})
