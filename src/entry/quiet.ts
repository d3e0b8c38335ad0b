import type { Wants } from './frame.ts'
import type { HeaderLook } from './look.ts'

const CLOSE = 0x5d

/**
 * Whether the entry whose head `look` has just recognised, escaped or not, ends where its line ends, at `end`, and is of no interest
 * to anybody: then it only has to be counted.
 */
export function isQuiet(look: HeaderLook, wants: Wants, buf: Buffer, end: number): boolean {
  return buf[end - 1] === CLOSE && (look.level === 'INFO' || look.level === 'DEBUG') && !wants.mayBegin(buf, look.messageStart)
}
