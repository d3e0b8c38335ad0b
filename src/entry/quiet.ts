import type { Level } from './entry.ts'
import type { HeaderLook } from './look.ts'
import type { Wants } from './wants.ts'

const CLOSE = 0x5d

/** An entry of one of these is no matter of course. */
export const WORSE: ReadonlySet<Level> = new Set(['WARN', 'ERROR', 'FATAL'])

/** An entry of no interest, that its line closes. */
export interface QuietLine {
  readonly level: Level
  /** Whether the tables know its message. */
  readonly isIdle: boolean
  readonly ms: number
  readonly zone: number
}

/** What entries of no interest amount to that stand in a row, one on each line; times in milliseconds since 1970, zone in minutes east of UTC. */
export interface QuietRow {
  readonly lines: number
  readonly debug: number
  readonly warn: number
  readonly error: number
  readonly fatal: number
  /** How many have a message that the tables know. */
  readonly idle: number
  /** Of the last line, and the latest of all met so far. */
  readonly ms: number
  readonly latest: number
  /** Of the latest INFO among them; -Infinity without one. */
  readonly latestInfo: number
  readonly zone: number
}

/**
 * Whether the entry whose head `look` has just recognised, escaped or not, ends where its line ends, at `end`, and is of no interest
 * to anybody: then it only has to be counted.
 */
export function isQuiet(look: HeaderLook, wants: Wants, buf: Buffer, end: number): boolean {
  return buf[end - 1] === CLOSE && (look.level === 'INFO' || look.level === 'DEBUG') && !wants.mayBegin(buf, look.messageStart)
}
