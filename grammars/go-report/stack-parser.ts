import { EmbeddedActionsParser, EOF, type IToken } from 'chevrotain'
import { trusted } from '../trusted.ts'
import { TreeBuilder } from './build.ts'
import { readCheckedFrame, readCheckedPanic } from './checked.ts'
import * as read from './read.ts'
import * as t from './tokens.ts'

/** The line that a token is, from 0; the parse function put it there. */
export const at = (token: IToken): number => (token.payload as number | undefined) ?? 0

/** `	/home/jenkins/agent/workspace/build-common/go/s`, the beginning of a file's path. */
const CUT_PLACE = /^[ \t]+\S*\n$/

/** Stacks as Go and test runners print them. The rules tell a builder what they meet; `lines` and `tree` are to be set before each run. */
export class StackParser extends EmbeddedActionsParser {
  lines: readonly string[] = []
  tree = new TreeBuilder()

  constructor() {
    super(t.vocabulary, { ...trusted, recoveryEnabled: false, maxLookahead: 1 })
  }

  readonly loose = this.RULE('loose', (): void => {
    this.ACTION(() => this.tree.loose(at(this.LA(1))))
    this.AT_LEAST_ONE({ GATE: () => this.atStack(), DEF: () => this.SUBRULE(this.piece) })
  })

  readonly stack = this.RULE('stack', (): void => {
    this.MANY({ GATE: () => this.atStack(), DEF: () => this.SUBRULE(this.piece) })
  })

  private readonly piece = this.RULE('piece', (): void => {
    this.OR([
      { ALT: () => this.SUBRULE(this.frame) },
      { ALT: () => this.SUBRULE(this.creator) },
      { ALT: () => this.elided(this.CONSUME(t.Elided)) },
      { ALT: () => this.CONSUME(t.Unavailable) },
    ])
  })

  private readonly frame = this.RULE('frame', (): void => {
    const call = this.OR([{ ALT: () => this.CONSUME(t.Call) }, { ALT: () => this.CONSUME(t.Bare) }])
    const place = this.OPTION(() => this.CONSUME(t.Place))
    this.ACTION(() => this.tree.frame({ ...read.readCall(call.image), ...read.readPlace(place?.image ?? ''), at: at(call) }))
  })

  private readonly creator = this.RULE('creator', (): void => {
    const by = this.CONSUME(t.CreatedBy)
    const place = this.OPTION(() => this.CONSUME(t.Place))
    this.ACTION(() => this.tree.created(read.readCreator(by.image, place?.image ?? '')))
  })

  /** What check.v1 caught in a test: a frame's place stands above its function. Without a program counter it tells of another panic. */
  readonly checked = this.RULE('checked', (): void => {
    const token = this.CONSUME(t.CheckedPanic)
    this.MANY({ GATE: () => !this.atChecked(), DEF: () => this.CONSUME(t.Text) })
    const text = this.ACTION(() => readCheckedPanic(this.lines.slice(at(token), this.nextLine())))
    this.ACTION(() => text !== null && this.tree.checked(text, at(token)))
    this.MANY1({
      GATE: () => text !== null && this.atChecked(),
      DEF: () => {
        const place = this.CONSUME(t.Place)
        const call = this.CONSUME(t.CheckedCall)
        this.ACTION(() => this.tree.frame(readCheckedFrame(call.image, read.readPlace(place.image), at(place))))
      },
    })
  })

  /** Whether a frame or another part of a stack comes next: a function needs its file, or the end of the text, behind it. */
  protected atStack(): boolean {
    const [first, second] = [this.LA(1).tokenType, this.LA(2).tokenType]
    if (first === t.Call) return second === t.Place || second === EOF
    if (first === t.Bare) return second === t.Place || this.isCutBehindName()
    return first === t.CreatedBy || first === t.Elided || first === t.Unavailable
  }

  /** Whether the text was cut in the place of its last frame: the name above it is whole. */
  private isCutBehindName(): boolean {
    return this.LA(3).tokenType === EOF && CUT_PLACE.test(this.LA(2).image)
  }

  private atChecked(): boolean {
    return this.LA(1).tokenType === t.Place && this.LA(2).tokenType === t.CheckedCall
  }

  /** The number of the line that comes next. */
  protected nextLine(): number {
    return this.LA(1).tokenType === EOF ? this.lines.length : at(this.LA(1))
  }

  private elided(token: IToken): IToken {
    this.ACTION(() => this.tree.elided())
    return token
  }
}
