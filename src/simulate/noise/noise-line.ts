import type { Fields, Level } from '../cluster/line.ts'
import type { Random } from '../cluster/random.ts'

/** A kind of line that a busy cluster prints beside its DDL. */
export interface NoiseLine {
  /** How often, beside the others of its list. */
  readonly weight: number
  readonly level: Level
  readonly file: string
  readonly message: (random: Random) => string
  readonly fields: (random: Random) => Fields
}

type Values = (random: Random) => Fields

/** A row whose message is always the same, or one of several. */
export function row(weight: number, level: Level, file: string, message: string | readonly string[], fields: Values): NoiseLine {
  return { weight, level, file, message: (random) => (typeof message === 'string' ? message : random.pick(message)), fields }
}
