import { Clock } from '../simulate/cluster/clock.ts'
import { eraOf } from '../simulate/cluster/era.ts'
import { Node } from '../simulate/cluster/node.ts'
import type { Random } from '../simulate/cluster/random.ts'
import { CHATTER } from '../simulate/noise/chatter.ts'
import { ALL, chooser } from '../simulate/noise/noise.ts'
import { TROUBLE } from '../simulate/noise/trouble.ts'

/** Lines without their time, ready to be copied: `bodies` holds one after the other, each with its newline. */
export interface NoisePool {
  readonly bodies: Buffer
  /** Where each begins, and behind the last one where it ends. */
  readonly bounds: Uint32Array
}

/** `[2025/02/18 09:30:00.802 +08:00]`, which a log puts before each body. */
export const STAMP_LENGTH = 32

/**
 * Bodies of lines that are no part of any story. They are used again and again, further apart than a compressor looks back.
 * @param trouble share of WARN and ERROR, 0 to 1
 */
export function noisePool(random: Random, count: number, trouble: number): NoisePool {
  const node = new Node(eraOf('v8.5'), 'tidb-0', random)
  const clock = new Clock(node.era.begins, random)
  const [chatter, alarms] = [chooser(CHATTER), chooser(TROUBLE)]
  for (let i = 0; i < count; i++) {
    const { level, file, message, fields } = (random.next() < trouble ? alarms : chatter)(random)
    node.say(clock, level, file, message(random), fields(random))
  }
  const lines = node.log().split('\n').slice(0, -1)
  const bodies = Buffer.from(lines.map((line) => `${line.slice(STAMP_LENGTH)}\n`).join(''))
  return { bodies, bounds: boundsOf(bodies, lines.length) }
}

/** Every message that the noise may print, some of them with a variable part. */
export function noiseMessages(random: Random): readonly string[] {
  return ALL.map(({ message }) => message(random))
}

function boundsOf(bodies: Buffer, count: number): Uint32Array {
  const bounds = new Uint32Array(count + 1)
  for (let i = 0; i < count; i++) bounds[i + 1] = bodies.indexOf(10, bounds[i]) + 1
  return bounds
}
