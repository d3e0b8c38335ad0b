import { createTokenInstance, type IToken, type TokenType } from 'chevrotain'
import {
  atBoundary,
  type Closer,
  closer,
  endOfBare,
  endOfMessage,
  endOfQuoted,
  endOfText,
  isWordWithId,
  messageBracket,
  opensField,
  skipSpace,
} from './log-bracket.ts'
import { Caller, Field, type FieldToken, Level, Message, Rest, Time } from './log-entry-tokens.ts'
import { repairQuotes } from './log-escape.ts'
import { endOfJsonValue, endOfString } from './log-json.ts'

const BRACKET_TIME = /\[(\d{4}[/-]\d\d[/-]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?)\]/iy
const BRACKET_LEVEL = /\[(debug|info|warn|warning|error|fatal|panic|dpanic|trace|crit|critical)\]/iy
const BRACKET_CALLER = /\[(<unknown>|[\w./@+-]{1,200}\.[a-z]{1,8}:\d{1,9})\](?=\s|\[|$)/iy
const PLAIN_TIME = /(\d{4}[/-]\d\d[/-]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?) /iy
const PLAIN_CALLER = /([\w./@+-]{1,200}\.[a-z]{1,8}:\d{1,9}): /iy
const BARE_KEY = /[^=\]["]{0,200}=/y
const JSON_LEVEL = /\{"level":"([A-Za-z]+)"/y
const JSON_TIME = /,"(?:ts|time|timestamp)":(?:"([^"\\]*)"|([\d.eE+-]+))/y
const JSON_LOGGER = /,"(logger|name)":"([^"\\]*)"/y
const JSON_CALLER = /,"caller":"([^"\\]*)"/y
const JSON_FUNCTION = /,"(func|function)":"([^"\\]*)"/y
const JSON_MESSAGE = /,"(?:msg|message)":"/y
const JSON_KEY = /,\s*"([^"\\]{0,200})"\s*:\s*/y

/** Cuts one entry into a token per header bracket and per field. One instance per text. */
export class LogEntryLexer {
  private readonly tokens: IToken[] = []
  private readonly memory: Closer = closer()
  private at: number

  constructor(private text: string) {
    this.at = skipSpace(text, 0)
  }

  /** @returns the tokens, or null when no entry begins here; what makes no sense behind a message becomes one `Rest` */
  run(): IToken[] | null {
    const first = this.text.charCodeAt(this.at)
    const fits = first === 0x5b ? this.unified() : first === 0x7b ? this.json() : this.plain()
    return fits ? this.tokens : null
  }

  private add(type: TokenType, image: string): void {
    this.tokens.push(createTokenInstance(type, image, this.at, this.at, 1, 1, 1, 1))
  }

  private field(key: string, value: string): void {
    const made = createTokenInstance(Field, value, this.at, this.at, 1, 1, 1, 1) as FieldToken
    made.payload = { key, value }
    this.tokens.push(made)
  }

  private rest(): void {
    const end = endOfText(this.text)
    if (end > this.at) this.add(Rest, this.text.slice(this.at, end))
    this.at = this.text.length
  }

  /** Matches a sticky pattern here, moves behind it, and gives its first group that took part. */
  private take(pattern: RegExp, type: TokenType): boolean {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match === null) return false
    this.add(type, match[1] ?? match[2]!)
    this.at = pattern.lastIndex
    return true
  }

  private unified(): boolean {
    if (this.take(BRACKET_TIME, Time)) this.at = skipSpace(this.text, this.at)
    if (this.take(BRACKET_LEVEL, Level)) this.at = skipSpace(this.text, this.at)
    const hasCaller = this.take(BRACKET_CALLER, Caller)
    this.at = skipSpace(this.text, this.at)
    const parts = this.tokens.length
    if (parts < 2 && this.text.charCodeAt(this.at) !== 0x5b) return false
    const isWord = parts === 0 && isWordWithId(this.text, this.at)
    if (parts < 2 && !hasCaller && !isWord && !/["“\\]/.test(this.text.charAt(this.at + 1))) return false
    const closed = this.message()
    if (parts < 2 && !hasCaller && !(closed && (parts === 1 || opensField(this.text, skipSpace(this.text, this.at))))) return false
    this.fields()
    return true
  }

  /** @returns whether the message's bracket is closed beyond doubt */
  private message(): boolean {
    const { text, at, memory } = this
    const [opening, closing] = messageBracket(text, at)
    const start = at + opening.length
    const end = endOfMessage(text, start, closing, memory)
    const image = text.slice(start, end < 0 ? Math.max(start, endOfText(text)) : end)
    this.add(Message, closing === '\\"]' ? repairQuotes(image) : image)
    this.at = end < 0 ? text.length : end + closing.length
    const closed = end >= 0 && atBoundary(text, this.at)
    this.repair(closing === '\\"]')
    return closed
  }

  /** Quotes of fields that a transport escaped, or an editor made curly, are put back before the brackets are read. */
  private repair(escaped: boolean): void {
    if (!escaped && !this.text.includes('“', this.at)) return
    const tail = this.text.slice(this.at)
    if (!escaped && !/[[=]“/.test(tail)) return
    this.text = escaped ? repairQuotes(tail) : tail.replace(/[“”]/g, '"')
    this.at = 0
  }

  private fields(): void {
    for (;;) {
      this.at = skipSpace(this.text, this.at)
      if (this.at >= this.text.length) return
      if (this.text.charCodeAt(this.at) !== 0x5b || !this.bracket()) break
    }
    this.rest()
  }

  /** @returns false where the text was cut inside the bracket */
  private bracket(): boolean {
    const { text, at } = this
    if (text.charCodeAt(at + 1) === 0x22) return this.quotedKey()
    BARE_KEY.lastIndex = at + 1
    const key = BARE_KEY.exec(text)
    if (key !== null) return this.value(key[0].slice(0, -1), BARE_KEY.lastIndex)
    const end = endOfBare(text, at + 1, this.memory)
    if (end < 0) return false
    if (end > at + 1) this.field('', text.slice(at + 1, end))
    this.at = end + 1
    return true
  }

  private quotedKey(): boolean {
    const { text, at } = this
    const end = endOfString(text, at + 2)
    if (end < 0) return false
    if (text.charCodeAt(end + 1) === 0x3d) return this.value(text.slice(at + 2, end), end + 2)
    const close = endOfQuoted(text, at + 2, this.memory)
    if (close < 0) return false
    this.field('', text.slice(at + 2, close))
    this.at = close + 2
    return true
  }

  private value(key: string, start: number): boolean {
    const quoted = this.text.charCodeAt(start) === 0x22
    const end = quoted ? endOfQuoted(this.text, start + 1, this.memory) : endOfBare(this.text, start, this.memory)
    if (end < 0) return false
    this.field(key, this.text.slice(quoted ? start + 1 : start, end))
    this.at = end + (quoted ? 2 : 1)
    return true
  }

  /** The layout of TiDB 2 and 3: no brackets but the level's, and all the rest is message. */
  private plain(): boolean {
    if (!this.take(PLAIN_TIME, Time) || !this.take(PLAIN_CALLER, Caller) || !this.take(BRACKET_LEVEL, Level)) return false
    if (this.text.charCodeAt(this.at) === 0x20) this.at++
    this.add(Message, this.text.slice(this.at, Math.max(this.at, endOfText(this.text))))
    return true
  }

  private json(): boolean {
    if (!this.take(JSON_LEVEL, Level) || !this.take(JSON_TIME, Time)) return false
    this.named(JSON_LOGGER)
    this.take(JSON_CALLER, Caller)
    this.named(JSON_FUNCTION)
    JSON_MESSAGE.lastIndex = this.at
    if (!JSON_MESSAGE.test(this.text)) return false
    const start = JSON_MESSAGE.lastIndex
    const end = endOfString(this.text, start)
    this.add(Message, this.text.slice(start, end < 0 ? Math.max(start, endOfText(this.text)) : end))
    this.at = end < 0 ? this.text.length : end + 1
    this.members()
    return true
  }

  private named(pattern: RegExp): void {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match === null) return
    this.field(match[1]!, match[2]!)
    this.at = pattern.lastIndex
  }

  private members(): void {
    for (;;) {
      JSON_KEY.lastIndex = this.at
      const key = JSON_KEY.exec(this.text)
      if (key === null) break
      const start = JSON_KEY.lastIndex
      const end = endOfJsonValue(this.text, start)
      if (end < 0) break
      const quoted = this.text.charCodeAt(start) === 0x22
      this.field(key[1]!, quoted ? this.text.slice(start + 1, end - 1) : this.text.slice(start, end))
      this.at = end
    }
    if (this.text.charCodeAt(this.at) === 0x7d) this.at = skipSpace(this.text, this.at + 1)
    this.rest()
  }
}
