import { EmbeddedActionsParser, Lexer } from 'chevrotain'
import {
  After,
  And,
  AtLeast,
  Before,
  By,
  Close,
  Count,
  CountOf,
  Duration,
  During,
  For,
  Name,
  No,
  Not,
  Open,
  Or,
  Same,
  Then,
  tokens,
  Until,
  Within,
} from './condition-tokens.ts'
import { wording } from './condition-wording.ts'
import type { Parsed, ParseProblem } from './parsed.ts'
import { trusted } from './trusted.ts'

// --- parser ---------------------------------------------------------------------------------------------------------

const unit: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const milliseconds = (image: string): number => Number.parseFloat(image) * (unit[image.replace(/[\d.]+/, '')] ?? 1)

/**
 * Loosest first: `or`, `and`, `for same`, `then`, `before` and `during`, `not`. `within` belongs to the nearest `count`, `then` or `no`
 * before it.
 */
class ConditionParser extends EmbeddedActionsParser {
  constructor() {
    super(tokens, { ...trusted, errorMessageProvider: wording, maxLookahead: 2 })
    this.performSelfAnalysis()
  }

  readonly condition = this.RULE('condition', (): Condition => {
    const operands = [this.SUBRULE(this.both)]
    this.MANY(() => {
      this.CONSUME(Or)
      operands.push(this.SUBRULE2(this.both))
    })
    return this.ACTION(() => (operands.length === 1 ? operands[0]! : { kind: 'or', operands, offset: operands[0]!.offset }))
  })

  private readonly both = this.RULE('both', (): Condition => {
    const operands = [this.SUBRULE(this.sequence)]
    this.MANY(() => {
      this.CONSUME(And)
      operands.push(this.SUBRULE2(this.sequence))
    })
    return this.ACTION(() => (operands.length === 1 ? operands[0]! : { kind: 'and', operands, offset: operands[0]!.offset }))
  })

  private readonly sequence = this.RULE('sequence', (): Condition => {
    let tree = this.SUBRULE(this.negation)
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(Then)
            const second = this.SUBRULE2(this.negation)
            const within = this.OPTION(() => this.SUBRULE(this.span)) ?? null
            tree = this.ACTION((): Condition => ({ kind: 'then', first: tree, second, within, offset: tree.offset }))
          },
        },
        {
          ALT: () => {
            this.CONSUME(Before)
            const second = this.SUBRULE3(this.negation)
            tree = this.ACTION((): Condition => ({ kind: 'before', first: tree, second, offset: tree.offset }))
          },
        },
        {
          ALT: () => {
            this.CONSUME(During)
            this.CONSUME(Open)
            const from = this.SUBRULE4(this.negation)
            this.CONSUME(Until)
            const until = this.SUBRULE5(this.negation)
            this.CONSUME(Close)
            tree = this.ACTION((): Condition => ({ kind: 'during', what: tree, from, until, offset: tree.offset }))
          },
        },
      ])
    })
    const by = this.OPTION2(() => {
      this.CONSUME(For)
      this.CONSUME(Same)
      return this.CONSUME(Name).image
    })
    return this.ACTION(() => (by === undefined ? tree : { kind: 'same', of: tree, by, offset: tree.offset }))
  })

  private readonly negation = this.RULE('negation', (): Condition => {
    return this.OR<Condition>([
      {
        ALT: () => {
          const { startOffset: offset } = this.CONSUME(Not)
          return { kind: 'not', operand: this.SUBRULE(this.negation), offset }
        },
      },
      { ALT: () => this.SUBRULE(this.operand) },
    ])
  })

  private readonly operand = this.RULE('operand', (): Condition => {
    return this.OR<Condition>([
      { ALT: () => this.SUBRULE(this.selection) },
      { ALT: () => this.SUBRULE(this.count) },
      { ALT: () => this.SUBRULE(this.missing) },
      {
        ALT: () => {
          this.CONSUME(Open)
          const inner = this.SUBRULE(this.condition)
          this.CONSUME(Close)
          return inner
        },
      },
    ])
  })

  private readonly selection = this.RULE('selection', (): SelectionName => {
    const { image, startOffset } = this.CONSUME(Name)
    return { kind: 'selection', name: image, offset: startOffset }
  })

  private readonly count = this.RULE('count', (): Condition => {
    const { startOffset: offset } = this.CONSUME(CountOf)
    this.CONSUME(Open)
    const of = this.SUBRULE(this.selection)
    this.CONSUME(Close)
    this.CONSUME(AtLeast)
    const least = Number(this.CONSUME(Count).image)
    const within = this.OPTION(() => this.SUBRULE(this.span)) ?? null
    const by = this.OPTION2(() => {
      this.CONSUME(By)
      return this.CONSUME(Name).image
    })
    return { kind: 'count', of, least, within, by: by ?? null, offset }
  })

  private readonly missing = this.RULE('missing', (): Condition => {
    const { startOffset: offset } = this.CONSUME(No)
    const what = this.SUBRULE(this.negation)
    const within = this.SUBRULE(this.span)
    this.CONSUME(After)
    const after = this.SUBRULE2(this.negation)
    return { kind: 'missing', what, within, after, offset }
  })

  private readonly span = this.RULE('span', (): number => {
    this.CONSUME(Within)
    return milliseconds(this.CONSUME(Duration).image)
  })
}

// --- tree -----------------------------------------------------------------------------------------------------------

/** `offset`: where the part begins in the condition's text. */
export interface SelectionName {
  readonly kind: 'selection'
  readonly name: string
  readonly offset: number
}

/** A condition over selections; times are milliseconds. `and` and `or` have two operands or more. */
export type Condition =
  | SelectionName
  | { readonly kind: 'not'; readonly operand: Condition; readonly offset: number }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[]; readonly offset: number }
  | {
      readonly kind: 'count'
      readonly of: SelectionName
      readonly least: number
      readonly within: number | null
      readonly by: string | null
      readonly offset: number
    }
  | {
      readonly kind: 'then'
      readonly first: Condition
      readonly second: Condition
      readonly within: number | null
      readonly offset: number
    }
  | { readonly kind: 'before'; readonly first: Condition; readonly second: Condition; readonly offset: number }
  | { readonly kind: 'during'; readonly what: Condition; readonly from: Condition; readonly until: Condition; readonly offset: number }
  | { readonly kind: 'same'; readonly of: Condition; readonly by: string; readonly offset: number }
  | { readonly kind: 'missing'; readonly what: Condition; readonly within: number; readonly after: Condition; readonly offset: number }

// --- parse ----------------------------------------------------------------------------------------------------------

const longest = 1_000
const deepest = 24

let tools: { readonly lexer: Lexer; readonly parser: ConditionParser } | undefined

/**
 * Parses the condition of a signature, such as `count(refused) >= 3 and not (failed then healed within 5m)`.
 * @returns the tree, or what is wrong with offsets into `text`; a text over 1,000 characters or nested over 24 deep is refused
 */
export function parseCondition(text: string): Parsed<Condition> {
  const hostile = refuse(text)
  if (hostile) return { ok: false, problems: [hostile] }
  tools ??= {
    lexer: new Lexer(tokens, { ...trusted, ensureOptimizations: true, positionTracking: 'onlyOffset' }),
    parser: new ConditionParser(),
  }
  const { lexer, parser } = tools
  const lexed = lexer.tokenize(text)
  if (lexed.errors.length) {
    return {
      ok: false,
      problems: lexed.errors.map(({ offset, length }) => ({ offset, message: `cannot read "${text.slice(offset, offset + length)}"` })),
    }
  }
  parser.input = lexed.tokens
  const tree = parser.condition()
  if (!parser.errors.length) return { ok: true, tree }
  return {
    ok: false,
    problems: parser.errors.map(({ token, message }) => ({
      offset: Number.isNaN(token.startOffset) ? text.length : token.startOffset,
      message,
    })),
  }
}

/** Recursion follows nesting, so nesting is bounded before anything recurses. */
function refuse(text: string): ParseProblem | null {
  if (text.length > longest) return { offset: longest, message: `a condition may have ${longest} characters, this one has ${text.length}` }
  let depth = 0
  let negations = 0
  for (const { 0: part, index } of text.matchAll(/[()]|[\w.-]+/g)) {
    negations = part === 'not' || part === 'no' ? negations + 1 : 0
    if (part === '(') depth++
    else if (part === ')') depth--
    if (depth + negations > deepest) return { offset: index, message: `nested deeper than ${deepest}` }
  }
  return null
}
