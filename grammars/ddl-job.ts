import { createToken, EmbeddedActionsParser, type IToken, Lexer, type TokenType } from 'chevrotain'
import type { Parsed } from './parsed.ts'
import { trusted } from './trusted.ts'

/** A blank behind a comma may have been lost where a terminal wrapped the line. */
function token(name: string, pattern: RegExp): TokenType {
  return createToken({ name, pattern, line_breaks: true, start_chars_hint: [name === 'ID' ? 'I' : ','] })
}

// ID:125
const ID = token('ID', /ID:-?\d+/)
// , Type:add index
const Type = token('Type', /, ?Type:[^,]*/)
// , State:rollback done
const State = token('State', /, ?State:[^,]*/)
// , SchemaState:write reorganization
const SchemaState = token('SchemaState', /, ?SchemaState:[^,]*/)
// , SchemaID:2
const SchemaID = token('SchemaID', /, ?SchemaID:-?\d+/)
// , TableID:123
const TableID = token('TableID', /, ?TableID:-?\d+/)
// , RowCount:35232986
const RowCount = token('RowCount', /, ?RowCount:-?\d+/)
// , ArgLen:6
const ArgLen = token('ArgLen', /, ?ArgLen:-?\d+/)
// , start time: 2024-01-13 19:03:00.09 +0800 CST
const StartTime = token('StartTime', /, ?start time:[^,]*/)
// , Err:[tikv:9005]Region is unavailable
const Err = createToken({ name: 'Err', pattern: matchErr, line_breaks: true, start_chars_hint: [','] })
// , ErrCount:510
const ErrCount = token('ErrCount', /, ?ErrCount:-?\d+/)
// , SnapshotVersion:446993211166556275
const SnapshotVersion = token('SnapshotVersion', /, ?SnapshotVersion:\d+/)
// , UniqueWarnings:0
const UniqueWarnings = token('UniqueWarnings', /, ?UniqueWarnings:[^,;]*/)
// , LocalMode: false
const LocalMode = token('LocalMode', /, ?LocalMode:[^,;]*/)
// , Version: v1
const Version = token('Version', /, ?Version:[^,;]*/)
// , Multi-Schema Change:true
const MultiSchemaChange = token('MultiSchemaChange', /, ?Multi-Schema Change:[^,;]*/)
// , Revertible:false
const Revertible = token('Revertible', /, ?Revertible:[^,;]*/)
// , SomethingNewer: 1
const Unknown = token('Unknown', /, ?[A-Z][\w -]{0,40}:[^,;]*/)
// `; ` between two jobs, or behind the last
const Next = createToken({ name: 'Next', pattern: /; ?/, start_chars_hint: [';'] })

const head = [ID, Type, State, SchemaState, SchemaID, TableID, RowCount, ArgLen, StartTime, Err]
const tail = [SnapshotVersion, UniqueWarnings, LocalMode, Version, MultiSchemaChange, Revertible]
const tokens = [...head, ErrCount, ...tail, Unknown, Next]

const TAIL =
  /, ?ErrCount:-?\d+, SnapshotVersion:\d+(?:, (?!(?:Err|ErrCount|SnapshotVersion|ID|Type):)[A-Z][\w -]{0,40}:[^,;]*){0,12}(?=; ID:-?\d+, ?Type:|; ?$|$)/y

/** `Err` is free text and may hold all that a tail holds: it ends where a tail follows behind which the job ends. */
function matchErr(text: string, offset: number): RegExpExecArray | null {
  if (!text.startsWith('Err:', text.charAt(offset + 1) === ' ' ? offset + 2 : offset + 1)) return null
  for (let at = text.indexOf('ErrCount:', offset); at >= 0; at = text.indexOf('ErrCount:', at + 1)) {
    const comma = text.charAt(at - 1) === ' ' ? at - 2 : at - 1
    TAIL.lastIndex = comma
    if (TAIL.test(text)) return [text.slice(offset, comma)] as unknown as RegExpExecArray
  }
  return null
}

class DdlJobParser extends EmbeddedActionsParser {
  constructor() {
    super(tokens, { ...trusted, maxLookahead: 1 })
    this.performSelfAnalysis()
  }

  readonly jobs = this.RULE('jobs', (): DdlJob[] => {
    const jobs = [this.SUBRULE(this.job)]
    this.MANY(() => {
      this.CONSUME(Next)
      this.OPTION(() => jobs.push(this.SUBRULE1(this.job)))
    })
    return jobs
  })

  private readonly job = this.RULE('job', (): DdlJob => {
    const job: Partial<Record<DdlJobField, string>> = {}
    for (const [index, type] of head.entries()) this.put(job, this.consume(index, type))
    this.put(job, this.CONSUME(ErrCount))
    this.MANY(() => this.put(job, this.SUBRULE(this.tail)))
    return job as DdlJob
  })

  private readonly tail = this.RULE('tail', (): IToken => this.OR((this.tails ??= [...tail, Unknown].map(this.alternative, this))))

  private tails: { ALT: () => IToken }[] | undefined

  private alternative(type: TokenType): { ALT: () => IToken } {
    return { ALT: () => this.CONSUME(type) }
  }

  private put(job: Partial<Record<DdlJobField, string>>, { image, tokenType }: IToken): void {
    this.ACTION(() => {
      if (tokenType === Unknown) return
      const value = image.slice(image.indexOf(':') + 1)
      job[tokenType.name as DdlJobField] = tokenType === Err ? value : value.trim()
    })
  }
}

export type DdlJobField =
  | 'ID'
  | 'Type'
  | 'State'
  | 'SchemaState'
  | 'SchemaID'
  | 'TableID'
  | 'RowCount'
  | 'ArgLen'
  | 'StartTime'
  | 'Err'
  | 'ErrCount'
  | 'SnapshotVersion'
  | 'UniqueWarnings'
  | 'LocalMode'
  | 'Version'
  | 'MultiSchemaChange'
  | 'Revertible'

type Tail = 'UniqueWarnings' | 'LocalMode' | 'Version' | 'MultiSchemaChange' | 'Revertible'

/** One job as `Job.String()` prints it; the last five fields come and go with the versions of TiDB. */
export type DdlJob = Readonly<Record<Exclude<DdlJobField, Tail>, string>> & Readonly<Partial<Record<Tail, string>>>

let lexer: Lexer | null = null
let parser: DdlJobParser | null = null

/**
 * Reads one job string, or several joined by `; ` (a trailing one is allowed).
 * @returns the jobs in order; values as printed, without the blanks around them (`Err` untouched). Layout: reference of `Job.String()` in
 * pkg/meta/model/job.go of pingcap/tidb, all versions since v2.
 */
export function parseDdlJobs(text: string): Parsed<readonly DdlJob[]> {
  lexer ??= new Lexer(tokens, { ...trusted, ensureOptimizations: true, positionTracking: 'onlyOffset' })
  parser ??= new DdlJobParser()
  const cut = lexer.tokenize(text.trim())
  if (cut.errors.length > 0) return { ok: false, problems: cut.errors.map(({ offset, message }) => ({ offset, message })) }
  parser.input = cut.tokens
  const tree = parser.jobs()
  if (parser.errors.length === 0) return { ok: true, tree }
  return { ok: false, problems: parser.errors.map((error) => ({ offset: error.token.startOffset || 0, message: error.message })) }
}
