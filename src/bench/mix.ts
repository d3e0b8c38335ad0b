import { stamp } from '../simulate/cluster/clock.ts'
import type { Random } from '../simulate/cluster/random.ts'
import { type NoisePool, STAMP_LENGTH } from './noise.ts'

const CHUNK = 1 << 20
/** No line is longer. */
const SLACK = 1 << 16
/** Where milliseconds stand in a stamp. */
const MILLIS = 21

/**
 * Puts noise between the lines of a story, evenly in time, up to about `bytes` in all. Every chunk holds whole lines.
 * @param story lines in order, none older than `from` or newer than `to` (milliseconds since 1970)
 */
export function* mix(story: string, from: number, to: number, bytes: number, pool: NoisePool, random: Random): Generator<Buffer> {
  const lines = Buffer.from(story)
  const goal = Math.max(0, bytes - lines.length)
  const time = new StampedTime()
  let [chunk, used, told, noise] = [Buffer.allocUnsafeSlow(CHUNK + SLACK), 0, 0, 0]
  let next = momentOf(lines, 0)
  while (noise < goal || told < lines.length) {
    const now = noise < goal ? Math.floor(from + ((to - from) * noise) / goal) : to
    if (next <= now) {
      const end = lines.indexOf(10, told) + 1
      used += lines.copy(chunk, used, told, end)
      told = end
      next = momentOf(lines, told)
    } else {
      const pick = random.whole(0, pool.bounds.length - 2)
      const [begin, end] = [pool.bounds[pick] as number, pool.bounds[pick + 1] as number]
      time.write(chunk, used, now)
      pool.bodies.copy(chunk, used + STAMP_LENGTH, begin, end)
      used += STAMP_LENGTH + end - begin
      noise += STAMP_LENGTH + end - begin
    }
    if (used < CHUNK) continue
    yield chunk.subarray(0, used)
    chunk = Buffer.allocUnsafeSlow(CHUNK + SLACK)
    used = 0
  }
  if (used > 0) yield chunk.subarray(0, used)
}

/** The time of the line that begins at `at`, in milliseconds since 1970; endless behind the last one. */
function momentOf(lines: Buffer, at: number): number {
  if (at >= lines.length) return Number.POSITIVE_INFINITY
  const text = lines.toString('latin1', at + 1, at + STAMP_LENGTH - 1)
  return Date.parse(`${text.slice(0, 10).replaceAll('/', '-')}T${text.slice(11, 23)}${text.slice(24)}`)
}

/** Writes stamps; only what changed is printed anew. */
class StampedTime {
  private readonly bytes = Buffer.alloc(STAMP_LENGTH)
  private second = Number.NaN
  private ms = Number.NaN

  write(target: Buffer, at: number, ms: number): void {
    if (ms !== this.ms) this.turn(ms)
    this.bytes.copy(target, at)
  }

  private turn(ms: number): void {
    this.ms = ms
    const second = Math.floor(ms / 1_000)
    if (second !== this.second) this.bytes.write(`[${stamp(ms)}]`, 'latin1')
    this.second = second
    const rest = ms - second * 1_000
    this.bytes[MILLIS] = 48 + Math.floor(rest / 100)
    this.bytes[MILLIS + 1] = 48 + (Math.floor(rest / 10) % 10)
    this.bytes[MILLIS + 2] = 48 + (rest % 10)
  }
}
