import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE, SPACE, standsAt } from './bytes.ts'
import { afterColon, afterWord, isBlank } from './json-token.ts'
import { JSON_ESCAPES } from './plain-end.ts'

/** Deeper nesting than any log collector writes; such a line is left alone. */
const MAX_DEPTH = 32
const LONGEST_KEY = 64

const State = { Value: 0, FirstKey: 1, Key: 2, FirstElement: 3, AfterValue: 4, Done: 5 } as const
type State = (typeof State)[keyof typeof State]

/**
 * Finds the values of some keys in one JSON object by bytes, without decoding any. Keys are looked for in the object itself and in
 * the objects directly inside it (`labels`, `kubernetes`); what stands further out wins. One scan object is reused for all lines.
 *
 * It checks the structure and the escapes, and is lenient in two things that pastes break: a raw control character in a string,
 * and a comma behind the object (a line of a pretty-printed array).
 */
export class JsonScan<Key extends string> {
  /** Keys of the outer object that nobody asked for. */
  foreign = 0
  readonly #slots: ReadonlyMap<Key, number>
  /** By their length. */
  readonly #keys: readonly (readonly { readonly slot: number; readonly bytes: Buffer }[])[]
  readonly #start: Int32Array
  readonly #end: Int32Array
  /** Offset of the first backslash in a string value, -1 when there is none, -2 when the value is no string. */
  readonly #escape: Int32Array
  readonly #depths: Int8Array
  #firstEscape = -1
  #state: State = 0
  #depth = 0
  /** One bit for each open bracket, 1 for an array; 0 as long as there are only objects. */
  #arrays = 0
  #wanted = -1

  constructor(keys: readonly Key[]) {
    this.#slots = new Map(keys.map((key, slot) => [key, slot]))
    const byLength = Array.from({ length: LONGEST_KEY }, (): { slot: number; bytes: Buffer }[] => [])
    for (const [slot, key] of keys.entries()) byLength[key.length]!.push({ slot, bytes: Buffer.from(key) })
    this.#keys = byLength
    this.#start = new Int32Array(keys.length)
    this.#end = new Int32Array(keys.length)
    this.#escape = new Int32Array(keys.length)
    this.#depths = new Int8Array(keys.length)
  }

  /** Whether the line had `key`, with a string as its value. */
  has(key: Key): boolean {
    const slot = this.#slot(key)
    return this.#depths[slot]! > 0 && this.#escape[slot]! > -2
  }

  /** Whether the line had `key`, with anything but an object or array as its value. */
  hasScalar(key: Key): boolean {
    return this.#depths[this.#slot(key)]! > 0
  }

  /** True when `key` stood in the outer object itself. */
  isOuter(key: Key): boolean {
    return this.#depths[this.#slot(key)] === 1
  }

  start(key: Key): number {
    return this.#start[this.#slot(key)]!
  }

  end(key: Key): number {
    return this.#end[this.#slot(key)]!
  }

  escape(key: Key): number {
    return this.#escape[this.#slot(key)]!
  }

  /** @returns whether the whole range is one JSON object; only then do the other methods tell something */
  scan(buf: Buffer, start: number, end: number): boolean {
    this.#depths.fill(0)
    this.foreign = 0
    this.#arrays = 0
    this.#depth = 0
    this.#state = State.Value
    let at = start
    while (at >= 0 && at < end) at = buf[at]! <= SPACE ? at + 1 : this.#step(buf, at, end)
    return at >= 0 && this.#isDone()
  }

  #isDone(): boolean {
    return this.#state === State.Done
  }

  /** Takes one token. @returns the offset behind it, -1 when this is no JSON */
  #step(buf: Buffer, at: number, end: number): number {
    const byte = buf[at]!
    const inArray = this.#arrays % 2 === 1
    switch (this.#state) {
      case State.Done:
        return byte === COMMA && isBlank(buf, at + 1, end) ? end : -1
      case State.Value:
        return this.#value(buf, at, end)
      case State.FirstElement:
        return byte === CLOSE_BRACKET ? this.#close(at) : this.#value(buf, at, end)
      case State.FirstKey:
        return byte === CLOSE_BRACE ? this.#close(at) : this.#key(buf, at, end)
      case State.Key:
        return this.#key(buf, at, end)
      case State.AfterValue:
        if (byte === (inArray ? CLOSE_BRACKET : CLOSE_BRACE)) return this.#close(at)
        this.#state = inArray ? State.Value : State.Key
        return byte === COMMA ? at + 1 : -1
    }
  }

  #close(at: number): number {
    this.#arrays = Math.floor(this.#arrays / 2)
    this.#depth--
    this.#state = this.#depth === 0 ? State.Done : State.AfterValue
    return at + 1
  }

  #key(buf: Buffer, at: number, end: number): number {
    const close = buf[at] === QUOTE ? this.#string(buf, at + 1, end) : -1
    if (close < 0) return -1
    this.#wanted = this.#depth <= 2 && this.#arrays === 0 ? this.#match(buf, at + 1, close) : -1
    this.#state = State.Value
    return afterColon(buf, close + 1, end)
  }

  #value(buf: Buffer, at: number, end: number): number {
    const byte = buf[at]!
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      this.#arrays = this.#arrays * 2 + (byte === OPEN_BRACKET ? 1 : 0)
      this.#state = byte === OPEN_BRACE ? State.FirstKey : State.FirstElement
      this.#wanted = -1
      return ++this.#depth > MAX_DEPTH ? -1 : at + 1
    }
    this.#state = State.AfterValue
    return this.#depth === 0 ? -1 : this.#scalar(buf, at, end)
  }

  /** @returns the offset behind the value, -1 when it is none */
  #scalar(buf: Buffer, at: number, end: number): number {
    const key = this.#wanted
    this.#wanted = -1
    const isString = buf[at] === QUOTE
    const last = isString ? this.#string(buf, at + 1, end) : afterWord(buf, at, end)
    if (last < 0 || last === at) return -1
    if (key >= 0) {
      this.#start[key] = isString ? at + 1 : at
      this.#end[key] = last
      this.#escape[key] = isString ? this.#firstEscape : -2
      this.#depths[key] = this.#depth
    }
    return isString ? last + 1 : last
  }

  /** @returns the offset of the closing quote, -1 when there is none */
  #string(buf: Buffer, at: number, end: number): number {
    this.#firstEscape = -1
    for (let i = at; i < end; i++) {
      const byte = buf[i]!
      if (byte === QUOTE) return i
      if (byte !== BACKSLASH) continue
      if (this.#firstEscape < 0) this.#firstEscape = i
      if (JSON_ESCAPES[buf[++i]!] === 0) return -1
    }
    return -1
  }

  #match(buf: Buffer, start: number, end: number): number {
    const length = end - start
    for (const { slot, bytes } of length < LONGEST_KEY ? this.#keys[length]! : []) {
      if (!standsAt(buf, start, end, bytes)) continue
      const held = this.#depths[slot]!
      return held === 0 || this.#depth < held ? slot : -1
    }
    if (this.#depth === 1) this.foreign++
    return -1
  }

  #slot(key: Key): number {
    return this.#slots.get(key)!
  }
}
