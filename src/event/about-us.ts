import { AnyWord } from './any-word.ts'

/** How TiDB prints a statement that somebody gave it (`expensive_query`, `command dispatched failed`, slow commits …). */
const SQL = Buffer.from('[sql="')
const [QUOTE, BACKSLASH] = [0x22, 0x5c] as const

/** Looks whether a line may be about our subjects, going by the words in it. In an SQL text tables and columns have the names of their owners' choice. */
export class AboutUs {
  private readonly words: AnyWord
  private readonly inSql: AnyWord

  /**
   * @param words that tell of us
   * @param inSql those of them that tell of us in a statement as well
   */
  constructor(words: readonly string[], inSql: readonly string[]) {
    this.words = new AnyWord(words)
    this.inSql = new AnyWord(inSql)
  }

  /** Where it looks first: without any of the words there is nothing else to be asked. */
  get leaps(): AnyWord['leaps'] {
    return this.words.leaps
  }

  standsIn(buf: Buffer, start: number, end: number): boolean {
    if (!this.words.standsIn(buf, start, end)) return false
    const sql = buf.subarray(start, end).indexOf(SQL)
    if (sql < 0) return true
    const from = start + sql + SQL.length
    const to = endOfQuoted(buf, from, end)
    return this.words.standsIn(buf, start, from) || this.inSql.standsIn(buf, from, to) || this.words.standsIn(buf, to, end)
  }
}

/** The quote that ends a text as zap's encoder writes it, or `end`. */
function endOfQuoted(buf: Buffer, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (buf[at] === BACKSLASH) at++
    else if (buf[at] === QUOTE) return at
  }
  return end
}
