import { flowAt, keyAt, NOT_STRAIGHT, plainValue, quotedAt } from './straight-values.ts'

/** Characters that mean something, or nothing, of their own. */
const ODD = /[\0-\x09\x0b-\x1f\x7f-\xa0\ufeff\ufff0-\uffff\u{d800}-\u{dfff}]|(?![ \n])\s/u
/** What begins or ends a document, and directives. */
const MARK = /^(?:---|\.\.\.|%)/m
const ITEM = /- +(?=\S)/y
const BLOCK = /^[|>]-?$/
const IS_BLANK = /^ *(?:#.*)?$/

/**
 * Reads what most signature files are written in: maps and lists by indentation, values on one line, folded and literal texts.
 * It knows no part of YAML that a person may stumble over: whatever is not plain to see is left to the library, which takes twenty times as
 * long. What it reads, the library reads the same.
 * @returns null for a text that it leaves alone
 */
export function readStraight(text: string): { readonly value: unknown } | null {
  const lines = text.replaceAll('\r\n', '\n')
  if (ODD.test(lines) || MARK.test(lines)) return null
  const value = new Reader(lines.split('\n')).document()
  return value === NOT_STRAIGHT ? null : { value }
}

class Reader {
  /** Number of the line at hand, and the column behind which it has not been read. */
  #line = 0
  #column = 0

  constructor(private readonly lines: readonly string[]) {}

  document(): unknown {
    this.#skipBlank()
    const value = this.#indent() === 0 ? this.#map(0) : NOT_STRAIGHT
    return this.#line === this.lines.length ? value : NOT_STRAIGHT
  }

  /** A map whose keys stand in a column; the line at hand has been read up to there. */
  #map(column: number): unknown {
    const map: Record<string, unknown> = {}
    do {
      const key = this.#key()
      if (key === NOT_STRAIGHT || Object.hasOwn(map, key.value)) return NOT_STRAIGHT
      this.#column = key.end
      const value = this.#value(column)
      if (value === NOT_STRAIGHT) return NOT_STRAIGHT
      map[key.value] = value
    } while (this.#comesAt(column))
    return map
  }

  /** Whose first item has been seen. */
  #list(column: number): unknown {
    const list: unknown[] = []
    do {
      this.#column = ITEM.lastIndex
      const value = this.#key() !== NOT_STRAIGHT ? this.#map(this.#column) : this.#inline(column)
      if (value === NOT_STRAIGHT) return NOT_STRAIGHT
      list.push(value)
    } while (this.#comesAt(column) && this.#seesItem())
    return list
  }

  /** Of a key that stands in a column: behind it or below it. */
  #value(column: number): unknown {
    if (!IS_BLANK.test(this.#rest())) return this.#inline(column)
    this.#nextLine()
    const below = this.#indent()
    if (below > column && this.#key() !== NOT_STRAIGHT) return this.#map(below)
    return below >= column && this.#seesItem() ? this.#list(below) : NOT_STRAIGHT
  }

  /** What stands on the rest of the line, or is told there to stand below, further in than a column. */
  #inline(column: number): unknown {
    const rest = this.#rest()
    if (BLOCK.test(rest)) return this.#block(column, rest)
    const first = rest[0]!
    const isOpened = first === '[' || first === '{'
    const read = isOpened ? flowAt(rest, 0) : first === '"' || first === "'" ? quotedAt(rest, 0) : plainValue(rest)
    if (read === NOT_STRAIGHT || !IS_BLANK.test(rest.slice(read.end)) || rest[read.end] === '#') return NOT_STRAIGHT
    this.#nextLine()
    return read.value
  }

  /** `|` and `>`, of lines in one column, in a literal text also further in; what a line below belongs to must be plain to see. */
  #block(column: number, head: string): unknown {
    const at = this.lines[++this.#line]?.search(/\S/) ?? -1
    if (at <= column) return NOT_STRAIGHT
    const isFolded = head[0] === '>'
    let text = ''
    let breaks = 0
    for (; this.#line < this.lines.length; this.#line++) {
      const line = this.lines[this.#line]!
      const from = line.search(/\S/)
      if (from < 0 && line !== '') return NOT_STRAIGHT
      if (from < 0) breaks++
      else if (from <= column) break
      else if (from < at || (isFolded && (from > at || line.endsWith(' ')))) return NOT_STRAIGHT
      else {
        text += separator(text === '', breaks, isFolded) + line.slice(at)
        breaks = 0
      }
    }
    this.#line--
    this.#nextLine()
    return head.endsWith('-') ? text : `${text}\n`
  }

  #rest(): string {
    return this.lines[this.#line]!.slice(this.#column).trimEnd()
  }

  #key() {
    return keyAt(this.lines[this.#line] ?? '', this.#column)
  }

  #seesItem(): boolean {
    ITEM.lastIndex = this.#column
    return ITEM.test(this.lines[this.#line] ?? '')
  }

  /** Whether the line at hand goes on in a column; one that goes on further in is nothing's. */
  #comesAt(column: number): boolean {
    return this.#column === column && this.#line < this.lines.length
  }

  #nextLine(): void {
    this.#line++
    this.#skipBlank()
  }

  #skipBlank(): void {
    while (this.#line < this.lines.length && IS_BLANK.test(this.lines[this.#line]!)) this.#line++
    this.#column = Math.max(0, this.#indent())
  }

  /** Of the line at hand; -1 behind the last. */
  #indent(): number {
    return this.lines[this.#line]?.search(/\S/) ?? -1
  }
}

/** What stands between two lines of a block with so many empty ones between them. */
function separator(isFirst: boolean, breaks: number, isFolded: boolean): string {
  if (isFirst) return ''
  if (isFolded) return breaks === 0 ? ' ' : '\n'.repeat(breaks)
  return '\n'.repeat(breaks + 1)
}
