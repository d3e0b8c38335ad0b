import { EmbeddedActionsParser, type IToken } from 'chevrotain'
import { LogEntryLexer } from './log-entry-lexer.ts'
import { Caller, Field, type FieldToken, Level, logEntryTokens, Message, Rest, Time } from './log-entry-tokens.ts'
import { unescapeText } from './log-escape.ts'
import type { Parsed } from './parsed.ts'
import { trusted } from './trusted.ts'

class LogEntryParser extends EmbeddedActionsParser {
  constructor() {
    super(logEntryTokens, { ...trusted, maxLookahead: 1 })
    this.performSelfAnalysis()
  }

  /** Header parts come in the order of their layout; a logger's name may stand among them. */
  readonly entry = this.RULE('entry', (): LogEntryTree => {
    let time: string | null = null
    let level: string | null = null
    let caller: Place = NOWHERE
    const fields: FieldTree[] = []
    this.MANY(() => {
      this.OR([
        { ALT: () => (time = this.CONSUME(Time).image) },
        { ALT: () => (level = this.CONSUME(Level).image) },
        { ALT: () => (caller = callerOf(this.CONSUME(Caller).image)) },
        { ALT: () => this.add(fields, this.CONSUME(Field)) },
      ])
    })
    const message = unescapeText(this.CONSUME(Message).image)
    this.MANY1(() => this.add(fields, this.CONSUME1(Field)))
    this.OPTION(() => fields.push({ key: '', value: this.CONSUME(Rest).image }))
    return { time, level, ...caller, message, fields }
  })

  private add(fields: FieldTree[], made: IToken): void {
    this.ACTION(() => {
      const { key, value } = (made as FieldToken).payload
      fields.push({ key: unescapeText(key), value: unescapeText(value) })
    })
  }
}

export interface FieldTree {
  readonly key: string
  readonly value: string
}

export interface LogEntryTree {
  /** As printed; for zap's epoch the number's text. */
  readonly time: string | null
  /** As printed, in any case. */
  readonly level: string | null
  /** The caller's file without folders, empty for `<unknown>`; null without a caller. */
  readonly file: string | null
  readonly line: number | null
  /** Unescaped; the layout of TiDB 2 and 3 has all its text here. */
  readonly message: string
  /** In order, duplicates kept, unescaped. What could not be read of a broken tail comes last, raw, with an empty key. */
  readonly fields: readonly FieldTree[]
}

type Place = Pick<LogEntryTree, 'file' | 'line'>

const NOWHERE: Place = { file: null, line: null }

function callerOf(image: string): Place {
  const colon = image.lastIndexOf(':')
  if (colon < 0) return { file: '', line: 0 }
  return { file: image.slice(image.lastIndexOf('/', colon) + 1, colon), line: Number(image.slice(colon + 1)) || 0 }
}

let parser: LogEntryParser | null = null

/**
 * Reads one entry in any of the three layouts: unified (also without time, level or caller), that of TiDB 2 and 3, and zap's JSON.
 * Linear in the text.
 * @param text a whole entry, envelopes peeled, wrapped parts joined; values may hold real newlines
 */
export function parseLogEntry(text: string): Parsed<LogEntryTree> {
  const tokens = new LogEntryLexer(text).run()
  if (tokens === null) return { ok: false, problems: [{ offset: 0, message: 'no entry begins here' }] }
  parser ??= new LogEntryParser()
  parser.input = tokens
  const tree = parser.entry()
  if (parser.errors.length === 0) return { ok: true, tree }
  return { ok: false, problems: parser.errors.map((error) => ({ offset: error.token.startOffset || 0, message: error.message })) }
}
