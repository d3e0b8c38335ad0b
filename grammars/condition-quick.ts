import type { Condition, SelectionName } from './condition.ts'

/** As the grammar's (condition-tokens.ts): blanks, durations, counts, names and words, signs. */
const TOKEN = /\s+|\d+(?:\.\d+)?(?:ms|s|m|h|d)(?![\w.])|\d+(?![\w.])|[a-zA-Z_][\w.-]*|>=|[()]/y
const WORDS: ReadonlySet<string> = new Set('and or not count within by then before no after during until for same'.split(' '))
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const LONGEST = 1_000
const DEEPEST = 8

/**
 * A condition that is right and not nested deep; the same tree as the grammar's (condition.ts), which takes as long to load as this to read
 * thousands.
 * @returns null for any other text: the grammar must read it, or say what is wrong
 */
export function readConditionQuickly(text: string): Condition | null {
  const tokens = text.length > LONGEST ? null : tokensOf(text)
  return tokens === null ? null : new Reader(tokens).whole()
}

interface Token {
  readonly image: string
  readonly offset: number
}

const END: Token = { image: '', offset: -1 }

function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = []
  for (let offset = 0; offset < text.length; offset = TOKEN.lastIndex) {
    TOKEN.lastIndex = offset
    const image = TOKEN.exec(text)?.[0]
    if (image === undefined) return null
    if (image.trimStart() !== '') tokens.push({ image, offset })
  }
  return tokens
}

/** One method for each rule of the grammar. Once something is not as it must be, it stands at the end and stays there. */
class Reader {
  #at = 0
  #depth = 0
  #isWrong = false

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Condition | null {
    const tree = this.#condition()
    return this.#isWrong || this.#at < this.tokens.length ? null : tree
  }

  #condition(): Condition {
    return this.#several('or', () => this.#several('and', () => this.#sequence()))
  }

  #several(kind: 'and' | 'or', part: () => Condition): Condition {
    const operands = [part()]
    while (this.#has(kind)) operands.push(part())
    return operands.length === 1 ? operands[0]! : { kind, operands, offset: operands[0]!.offset }
  }

  #sequence(): Condition {
    let tree = this.#negation()
    for (;;) {
      const { offset } = tree
      if (this.#has('then')) {
        const second = this.#negation()
        tree = { kind: 'then', first: tree, second, within: this.#within(), offset }
      } else if (this.#has('before')) {
        tree = { kind: 'before', first: tree, second: this.#negation(), offset }
      } else if (this.#has('during')) {
        this.#must('(')
        const from = this.#negation()
        this.#must('until')
        const until = this.#negation()
        this.#must(')')
        tree = { kind: 'during', what: tree, from, until, offset }
      } else break
    }
    if (!this.#has('for')) return tree
    this.#must('same')
    return { kind: 'same', of: tree, by: this.#name().name, offset: tree.offset }
  }

  #negation(): Condition {
    if (++this.#depth > DEEPEST) this.#wrong()
    const { image, offset } = this.#next()
    const tree = this.#begun(image, offset)
    this.#depth--
    return tree
  }

  /** What begins with a word or a sign that has just been read. */
  #begun(image: string, offset: number): Condition {
    if (image === 'not') return { kind: 'not', operand: this.#negation(), offset }
    if (image === 'count') return this.#count(offset)
    if (image === 'no') return this.#missing(offset)
    if (image !== '(') return this.#named({ image, offset })
    const inner = this.#condition()
    this.#must(')')
    return inner
  }

  #count(offset: number): Condition {
    this.#must('(')
    const of = this.#name()
    this.#must(')')
    this.#must('>=')
    const { image } = this.#next()
    if (!/^\d+$/.test(image)) this.#wrong()
    const within = this.#within()
    return { kind: 'count', of, least: Number(image), within, by: this.#has('by') ? this.#name().name : null, offset }
  }

  #missing(offset: number): Condition {
    const what = this.#negation()
    const within = this.#within() ?? this.#wrong()
    this.#must('after')
    return { kind: 'missing', what, within, after: this.#negation(), offset }
  }

  #within(): number | null {
    if (!this.#has('within')) return null
    const [, amount = '', unit = ''] = /^([\d.]+)([a-z]+)$/.exec(this.#next().image) ?? []
    return UNITS[unit] === undefined ? this.#wrong() : Number.parseFloat(amount) * UNITS[unit]
  }

  #name(): SelectionName {
    return this.#named(this.#next())
  }

  #named({ image, offset }: Token): SelectionName {
    if (WORDS.has(image) || !/^[a-z_]/i.test(image)) this.#wrong()
    return { kind: 'selection', name: image, offset }
  }

  #next(): Token {
    return this.tokens[this.#at++] ?? END
  }

  #has(image: string): boolean {
    const isThere = this.tokens[this.#at]?.image === image
    if (isThere) this.#at++
    return isThere
  }

  #must(image: string): void {
    if (!this.#has(image)) this.#wrong()
  }

  #wrong(): number {
    this.#isWrong = true
    this.#at = this.tokens.length
    return 0
  }
}
