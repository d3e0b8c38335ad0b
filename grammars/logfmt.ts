import { createToken, EmbeddedActionsParser, Lexer } from 'chevrotain'
import type { Parsed } from './parsed.ts'

// --- tokens ---------------------------------------------------------------------------------------------------------

/** Every first character that a complement class may match: below 256 one by one, above it one for each bucket of the lexer's table. */
const charsBut = (excluded: string): number[] => [
  ...Array.from({ length: 256 }, (_, code) => code).filter((code) => !excluded.includes(String.fromCharCode(code))),
  ...Array.from({ length: 257 }, (_, bucket) => Math.max(256, (bucket + 1) * 255)),
]

/** the spaces in `pod="tc-tidb-0" log="…"` */
const Gap = createToken({ name: 'Gap', label: 'a space', pattern: /[ \t]+/ })
/** `=` in `stream=stderr` */
const Equals = createToken({ name: 'Equals', label: '=', pattern: /=/ })
/** `"[ddl.go:1122] [\"closing\"]\n"` */
const Quoted = createToken({ name: 'Quoted', label: 'a quoted value', pattern: /"(?:[^"\\\n]|\\[^\n])*"/ })
/** `log` and `stderr` in `log=stderr` */
const Word = createToken({ name: 'Word', label: 'a word', pattern: /[^ \t\r\n"=]+/, start_chars_hint: charsBut(' \t\r\n"=') })

const tokens = [Gap, Equals, Quoted, Word]

// --- parser ---------------------------------------------------------------------------------------------------------

class LogfmtParser extends EmbeddedActionsParser {
  constructor() {
    super(tokens, { maxLookahead: 2 })
    this.performSelfAnalysis()
  }

  readonly fields = this.RULE('fields', (): LogfmtField[] => {
    const fields: LogfmtField[] = []
    this.OPTION(() => this.CONSUME(Gap))
    this.OPTION1(() => {
      fields.push(this.SUBRULE(this.field))
      this.MANY(() => {
        this.CONSUME1(Gap)
        this.OPTION2(() => fields.push(this.SUBRULE1(this.field)))
      })
    })
    return fields
  })

  private readonly field = this.RULE('field', (): LogfmtField => {
    const key = this.CONSUME(Word).image
    this.CONSUME(Equals)
    const value = this.OR([{ ALT: () => unquote(this.CONSUME(Quoted).image) }, { ALT: () => this.SUBRULE(this.plain) }])
    return { key, value }
  })

  private readonly plain = this.RULE('plain', (): string => {
    let text = ''
    this.MANY(() => {
      text += this.OR([{ ALT: () => this.CONSUME(Word).image }, { ALT: () => this.CONSUME(Equals).image }])
    })
    return text
  })
}

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', a: '\x07', v: '\v' }
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([ntrbfav"\\/]))/g

/** Undoes the escapes of Go and JSON; what is none stays. Go prints `\xNN` above 7f for bytes that are no character. */
function unquote(image: string): string {
  const text = image.slice(1, -1).replace(ESCAPE, (_, unit?: string, byte?: string, simple?: string) => {
    if (simple !== undefined) return SIMPLE[simple] ?? simple
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16))
    const code = Number.parseInt(byte!, 16)
    return code > 0x7f ? '\ufffd' : String.fromCharCode(code)
  })
  return text.replace(/[\ud800-\udfff]/gu, '\ufffd')
}

// --- tree -----------------------------------------------------------------------------------------------------------

export interface LogfmtField {
  readonly key: string
  /** Without its quotes, unescaped; empty for `key=`. */
  readonly value: string
}

let made: { readonly lexer: Lexer; readonly parser: LogfmtParser } | null = null

/**
 * Parses a line of logfmt as Grafana copies it: `pod="tc-tidb-0" log="…\n"`. Every field needs its `=`, so that plain text is none;
 * a value with spaces or quotes needs quotes. Keys may repeat and stay in their order.
 */
export function parseLogfmt(text: string): Parsed<readonly LogfmtField[]> {
  made ??= { lexer: new Lexer(tokens, { ensureOptimizations: true, positionTracking: 'onlyOffset' }), parser: new LogfmtParser() }
  const { tokens: input, errors: unread } = made.lexer.tokenize(text)
  if (unread.length > 0) return { ok: false, problems: unread.map(({ offset, message }) => ({ offset, message })) }
  made.parser.input = input
  const tree = made.parser.fields()
  const problems = made.parser.errors.map(({ token, message }) => ({
    offset: Number.isNaN(token.startOffset) ? text.length : token.startOffset,
    message,
  }))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, tree }
}
