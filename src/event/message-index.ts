import type { Message } from '../knowledge/contract.ts'
import { Beginnings, beginsWith, sameBytes } from './beginnings.ts'
import { MessageSieve } from './message-sieve.ts'

const FACTOR = 0x9e3779b1
const OPENING = 0x5b
/** No message of TiDB's that says anything is shorter. */
const SHORTEST = 4
/** What `find` gives for a message of no table. */
const NONE = -1
const PLAIN = /^[ !#-[\]-~]*$/

/**
 * Tells from the bytes of a line whether its message is one of the tables'. Exact: a hash of four bytes and the length finds the
 * candidate, all bytes are compared. Allocates nothing after construction.
 */
export class MessageIndex {
  private readonly pool: Buffer
  private readonly starts: Int32Array
  private readonly slots: Int16Array
  private readonly shift: number
  private readonly prefixes: Beginnings
  private readonly eraPrefixes: readonly Buffer[]
  private readonly sieve: MessageSieve
  private readonly idle: Uint8Array

  /**
   * @param messages rows of all subjects
   * @param eraPrefixes what eras put in front of a message (`[ddl] `); each begins with a bracket
   * @param beginnings further texts that a message may begin with
   * @param idle see idleTexts
   */
  constructor(
    messages: readonly Message[],
    eraPrefixes: readonly string[],
    { beginnings = [], idle = [] }: { readonly beginnings?: readonly string[]; readonly idle?: readonly string[] } = {},
  ) {
    const texts = new Set<string>()
    for (const { text, match } of messages) if (match !== 'prefix') for (const form of printedForms(text)) texts.add(form)
    const bits = Math.max(12, Math.ceil(Math.log2(texts.size * 4 + 1)))
    this.shift = 32 - bits
    this.slots = new Int16Array(1 << bits).fill(-1)
    this.pool = Buffer.from([...texts].join(''))
    this.starts = new Int32Array(texts.size + 1)
    this.idle = new Uint8Array(texts.size)
    const idleForms = new Set(idle.flatMap(printedForms))
    this.sieve = new MessageSieve()
    let i = 0
    for (const text of texts) {
      const start = this.starts[i]!
      const end = start + Buffer.byteLength(text)
      this.starts[i + 1] = end
      if (idleForms.has(text)) this.idle[i] = 1
      let slot = this.slot(this.pool, start, end)
      while (this.slots[slot] !== -1) slot = (slot + 1) & (this.slots.length - 1)
      this.slots[slot] = i++
      this.sieve.add(this.pool, start, end)
    }
    const open = messages.filter(({ match }) => match === 'prefix').map(({ text }) => text)
    const prefixes = [...new Set([...open, ...beginnings])].map((text) => Buffer.from(text))
    this.prefixes = new Beginnings(prefixes)
    this.eraPrefixes = eraPrefixes.map((prefix) => Buffer.from(prefix))
    for (const prefix of [...prefixes, ...this.eraPrefixes]) this.sieve.add(prefix, 0, prefix.length)
  }

  /** Whether a message that begins at `start` may be known; needs no end, and no is certain. */
  mayBegin(buf: Buffer, start: number): boolean {
    return this.sieve.mayBegin(buf, start)
  }

  /**
   * @param start @param end the message without its quotes, as it stands in the line
   * @returns a number for its text; negative when no table has it
   */
  find(buf: Buffer, start: number, end: number): number {
    const bare = this.findBare(buf, start, end)
    if (bare !== NONE || buf[start] !== OPENING) return bare
    for (const prefix of this.eraPrefixes) if (beginsWith(buf, start, end, prefix)) return this.findBare(buf, start + prefix.length, end)
    return NONE
  }

  /** @param found what `find` gave */
  isIdle(found: number): boolean {
    return this.idle[found] === 1
  }

  private findBare(buf: Buffer, start: number, end: number): number {
    const { slots, starts, pool } = this
    const length = end - start
    if (length < SHORTEST) return NONE
    for (let slot = this.slot(buf, start, end); slots[slot] !== -1; slot = (slot + 1) & (slots.length - 1)) {
      const from = starts[slots[slot]!]!
      if (starts[slots[slot]! + 1]! - from === length && sameBytes(buf, start, pool, from, length)) return slots[slot]!
    }
    const begun = this.prefixes.find(buf, start, end)
    return begun === NONE ? NONE : slots.length + begun
  }

  private slot(buf: Buffer, start: number, end: number): number {
    const length = end - start
    const word = buf[start]! | (buf[start + 1]! << 8) | (buf[start + (length >> 1)]! << 16) | (buf[end - 1]! << 24)
    return Math.imul(word ^ Math.imul(length, 0x85ebca6b), FACTOR) >>> this.shift
  }
}

/** A message as it stands in a line: the writer escapes what would end the token. */
function printedForms(text: string): readonly string[] {
  if (PLAIN.test(text)) return [text]
  const escaped = JSON.stringify(text).slice(1, -1)
  return escaped === text ? [text] : [text, escaped]
}
