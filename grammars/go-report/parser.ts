import type { IToken, TokenType } from 'chevrotain'
import * as read from './read.ts'
import { at, StackParser } from './stack-parser.ts'
import * as t from './tokens.ts'
import type { GoHead, GoReportTree } from './tree.ts'

/** What a message's first line is, and what stands before the message on it. */
const openers = new Map<TokenType, readonly [GoHead['kind'], string]>([
  [t.Panic, ['panic', 'panic: ']],
  [t.Fatal, ['fatal', 'fatal error: ']],
  [t.HttpPanic, ['http', 'http: panic serving ']],
  [t.RustPanic, ['rust', 'panicked at ']],
])

/** Causes, races and profiles, with the stacks under them. */
export class GoReportParser extends StackParser {
  constructor() {
    super()
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
        { GATE: () => this.LA(2).tokenType === t.Header, ALT: () => this.caught(this.CONSUME(t.Caught)) },
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
      { ALT: () => this.SUBRULE(this.checked) },
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
      this.OR([
        { ALT: () => this.bucket(this.CONSUME(t.ProfileBucket)) },
        { ALT: () => this.profiled(this.CONSUME(t.ProfileFrame)) },
        { ALT: () => this.CONSUME(t.ProfileLabels) },
      ]),
    )
  })

  private readonly noise = this.RULE('noise', (): void => {
    this.OR([{ ALT: () => this.CONSUME(t.Text) }, { ALT: () => this.failed(this.CONSUME(t.TestFailed)) }])
  })

  private told(token: IToken): void {
    const [kind, opener] = openers.get(token.tokenType) ?? (['panic', ''] as const)
    const end = this.nextLine()
    this.tree.head({ kind, at: at(token), ...read.readMessage(this.lines.slice(at(token), end), opener) })
  }

  private said(token: IToken, kind: GoHead['kind']): void {
    this.ACTION(() => this.tree.head({ kind, at: at(token), text: token.image.trim(), recovered: false }))
  }

  private caught(token: IToken): void {
    this.ACTION(() => this.tree.head({ kind: 'caught', text: read.readCaught(token.image), recovered: true, at: at(token) }))
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
