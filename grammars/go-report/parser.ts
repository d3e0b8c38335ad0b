import { EmbeddedActionsParser, EOF, type IToken, type TokenType } from 'chevrotain'
import { trusted } from '../trusted.ts'
import { TreeBuilder } from './build.ts'
import * as read from './read.ts'
import * as t from './tokens.ts'
import type { GoHead, GoReportTree } from './tree.ts'

/** The line that a token is, from 0; the parse function put it there. */
const at = (token: IToken): number => (token.payload as number | undefined) ?? 0

/** What a message's first line is, and what stands before the message on it. */
const openers = new Map<TokenType, readonly [GoHead['kind'], string]>([
  [t.Panic, ['panic', 'panic: ']],
  [t.Fatal, ['fatal', 'fatal error: ']],
  [t.HttpPanic, ['http', 'http: panic serving ']],
  [t.RustPanic, ['rust', 'panicked at ']],
])

/** The rules tell a builder what they meet; `lines` and `tree` are to be set before each run. */
export class GoReportParser extends EmbeddedActionsParser {
  lines: readonly string[] = []
  tree = new TreeBuilder()

  constructor() {
    super(t.vocabulary, { ...trusted, recoveryEnabled: false, maxLookahead: 1 })
    this.performSelfAnalysis()
  }

  /** Causes, stacks, races and profiles in any number and order, with lines of no meaning between them. */
  readonly report = this.RULE('report', (): GoReportTree => {
    this.MANY(() =>
      this.OR([
        { ALT: () => this.SUBRULE(this.cause) },
        { ALT: () => this.SUBRULE(this.signal) },
        { ALT: () => this.SUBRULE(this.goroutine) },
        { ALT: () => this.SUBRULE(this.race) },
        { ALT: () => this.SUBRULE(this.profile) },
        { GATE: () => this.atStack(), ALT: () => this.SUBRULE(this.loose) },
        { ALT: () => this.SUBRULE(this.noise), IGNORE_AMBIGUITIES: true },
      ]),
    )
    return this.ACTION(() => this.tree.tree())
  })

  private readonly cause = this.RULE('cause', (): void => {
    this.OR([
      { ALT: () => this.SUBRULE(this.message) },
      { ALT: () => this.SUBRULE(this.rust) },
      { ALT: () => this.said(this.CONSUME(t.Runtime), 'note') },
      { ALT: () => this.said(this.CONSUME(t.Fault), 'note') },
      { ALT: () => this.leak(this.CONSUME(t.LeakHead)) },
    ])
  })

  /** It runs on over lines of any shape, to the signal or the stacks; a call with its file ends it where a goroutine's head is lost. */
  private readonly message = this.RULE('message', (): void => {
    const token = this.OR([
      { ALT: () => this.CONSUME(t.Panic) },
      { ALT: () => this.CONSUME(t.Fatal) },
      { ALT: () => this.CONSUME(t.HttpPanic) },
    ])
    this.MANY({ GATE: () => !(this.LA(1).tokenType === t.Call && this.LA(2).tokenType === t.Place), DEF: () => this.CONSUME(t.Text) })
    this.ACTION(() => this.told(token))
  })

  private readonly rust = this.RULE('rust', (): void => {
    const token = this.CONSUME(t.RustPanic)
    this.MANY({ GATE: () => this.LA(1).tokenType !== t.RustFrame, DEF: () => this.CONSUME(t.Text) })
    this.ACTION(() => this.told(token))
    this.MANY1(() => {
      const frame = this.CONSUME(t.RustFrame)
      const place = this.OPTION(() => this.CONSUME(t.RustPlace))
      this.ACTION(() => this.tree.frame(read.readRustFrame(frame.image, place?.image ?? '', at(frame))))
    })
  })

  private readonly signal = this.RULE('signal', (): void => {
    this.OR([
      { ALT: () => this.signalled(this.CONSUME(t.Signal), (_, line) => read.readSignal(line)) },
      { ALT: () => this.signalled(this.CONSUME(t.KilledAt), read.readKilledAt) },
      { ALT: () => this.killed(this.CONSUME(t.Killed), (line) => read.readKilled(line)) },
      { ALT: () => this.killed(this.CONSUME(t.Exception), (line) => read.readException(line)) },
    ])
  })

  private readonly goroutine = this.RULE('goroutine', (): void => {
    const token = this.OR([
      { ALT: () => this.CONSUME(t.Header) },
      { ALT: () => this.CONSUME(t.Leaked) },
      { ALT: () => this.CONSUME(t.RuntimeStack) },
    ])
    this.ACTION(() => {
      if (token.tokenType === t.RuntimeStack) this.tree.stack()
      else this.tree.goroutine(read.readHeader(token.image), at(token))
    })
    this.SUBRULE(this.stack)
  })

  private readonly loose = this.RULE('loose', (): void => {
    this.ACTION(() => this.tree.loose(at(this.LA(1))))
    this.AT_LEAST_ONE({ GATE: () => this.atStack(), DEF: () => this.SUBRULE(this.piece) })
  })

  private readonly stack = this.RULE('stack', (): void => {
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

  private readonly race = this.RULE('race', (): void => {
    const token = this.OR([
      { ALT: () => this.CONSUME(t.Race) },
      { ALT: () => this.CONSUME(t.Access) },
      { ALT: () => this.CONSUME(t.RaceCreated) },
    ])
    this.ACTION(() => this.tree.race(token.image, at(token)))
    this.SUBRULE(this.stack)
  })

  private readonly profile = this.RULE('profile', (): void => {
    const head = this.CONSUME(t.Profile)
    this.ACTION(() => this.tree.profile(at(head), Number(/\d+/.exec(head.image)?.[0])))
    this.MANY(() =>
      this.OR([{ ALT: () => this.bucket(this.CONSUME(t.ProfileBucket)) }, { ALT: () => this.profiled(this.CONSUME(t.ProfileFrame)) }]),
    )
  })

  private readonly noise = this.RULE('noise', (): void => {
    this.OR([{ ALT: () => this.CONSUME(t.Text) }, { ALT: () => this.failed(this.CONSUME(t.TestFailed)) }])
  })

  /** Whether a frame or another part of a stack comes next: a function needs its file, or the end of the text, behind it. */
  private atStack(): boolean {
    const [first, second] = [this.LA(1).tokenType, this.LA(2).tokenType]
    if (first === t.Call) return second === t.Place || second === EOF
    if (first === t.Bare) return second === t.Place
    return first === t.CreatedBy || first === t.Elided || first === t.Unavailable
  }

  private told(token: IToken): void {
    const [kind, opener] = openers.get(token.tokenType) ?? (['panic', ''] as const)
    const end = this.LA(1).tokenType === EOF ? this.lines.length : at(this.LA(1))
    this.tree.head({ kind, at: at(token), ...read.readMessage(this.lines.slice(at(token), end), opener) })
  }

  private said(token: IToken, kind: GoHead['kind']): void {
    this.ACTION(() => this.tree.head({ kind, at: at(token), text: token.image.trim(), recovered: false }))
  }

  private leak(token: IToken): void {
    this.ACTION(() => this.tree.leak(at(token)))
  }

  private signalled(token: IToken, reading: typeof read.readKilledAt): void {
    this.ACTION(() => this.tree.signal(at(token), (before) => reading(before, token.image)))
  }

  private killed(token: IToken, reading: typeof read.readSignal): void {
    this.said(token, 'killed')
    this.signalled(token, (_, line) => reading(line))
  }

  private elided(token: IToken): IToken {
    this.ACTION(() => this.tree.elided())
    return token
  }

  private bucket(token: IToken): void {
    this.ACTION(() => this.tree.bucket(Number.parseInt(token.image, 10)))
  }

  private profiled(token: IToken): void {
    this.ACTION(() => this.tree.profiled(read.readProfileFrame(token.image, at(token))))
  }

  private failed(token: IToken): IToken {
    this.ACTION(() => this.tree.test(read.readFailed(token.image)))
    return token
  }
}
