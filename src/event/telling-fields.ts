import { LogNames } from '../../grammars/log-names.ts'
import type { Says } from '../entry/wants.ts'
import { roleOf } from './field-role.ts'

const [OPEN, CLOSE, SPACE, EQUALS, QUOTE] = [0x5b, 0x5d, 0x20, 0x3d, 0x22]
const FACTOR = 0x01000193
/** More keys than TiDB has: beyond them a text is hostile, and all are forgotten. */
const MOST_KEYS = 5_000
/** Names of fields that have to do with whose a line is, or which version prints it. */
const TELLING: readonly string[] = ['index', 'task-key', 'version', 'Release Version']
/** What an id consists of. */
const OF_ID = Uint8Array.from({ length: 256 }, (_, c) => (/[\w.:/@-]/.test(String.fromCharCode(c)) && c < 128 ? 1 : 0))

const [NOTHING, AN_ID, MUCH] = [1, 2, 3] as const

/** Looks from a line's bytes whether its fields say whose it is. May say yes where they don't, never no where they do. */
export class TellingFields {
  /** By a hash of their bytes. */
  private readonly keys = new Map<number, Says>()
  private readonly names = new LogNames((raw) => raw)
  private readonly telling: ReadonlySet<string>

  /** @param telling names of further fields that may hold an id */
  constructor(telling: readonly string[]) {
    this.telling = new Set([...TELLING, ...telling])
  }

  /** @param from the end of the message @param end of the line */
  tell(buf: Buffer, from: number, end: number): boolean {
    for (let at = from; at < end; at++) {
      if (buf[at] !== OPEN || buf[at - 1] !== SPACE || buf[at - 2] !== CLOSE) continue
      const start = buf[at + 1] === QUOTE ? at + 2 : at + 1
      let hash = 0
      let to = start
      for (let c = buf[to]!; c !== EQUALS && c !== CLOSE && c !== QUOTE && to < end; c = buf[++to]!) hash = Math.imul(hash ^ c, FACTOR)
      const says = this.keys.get(hash) ?? this.says(hash, buf.toString('latin1', start, to))
      if (says === MUCH || (says === AN_ID && isIdAt(buf, buf[to] === QUOTE ? to + 2 : to + 1, end))) return true
      at = to
    }
    return false
  }

  /** @param hash of the key's bytes */
  says(hash: number, key: string): Says {
    const { id, isJobs, ofJob, compound, name } = roleOf(this.names.of(key))
    const says = isJobs || ofJob !== null || compound !== null || this.telling.has(name) ? MUCH : id === 0 ? NOTHING : AN_ID
    if (this.keys.size >= MOST_KEYS) this.keys.clear()
    this.keys.set(hash, says)
    return says
  }
}

/** Whether a value is one word of the characters of an id. */
function isIdAt(buf: Buffer, from: number, end: number): boolean {
  let at = buf[from] === QUOTE ? from + 1 : from
  while (at < end && OF_ID[buf[at]!] === 1) at++
  return buf[at] === CLOSE || buf[at] === QUOTE || at >= end
}
