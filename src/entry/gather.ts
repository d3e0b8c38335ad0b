import { type GoLine, lookAt } from './go-line.ts'

/** The lines of one Go report in reading order; `lines[i]` stood at `at[i]`. */
export interface GatheredReport {
  readonly lines: readonly string[]
  readonly at: readonly number[]
  /** True when lines were left out because the report is larger than the limit. */
  readonly cut: boolean
}

export interface Gathered {
  readonly reports: readonly GatheredReport[]
  /** Places (as offered) of lines that were taken on trial and turned out to be no part of a report: strays. Ascending. */
  readonly returned: readonly number[]
}

/** Where in a report the last line was; `trial` phases can still turn out to be no report. */
type Phase = 'tests' | 'message' | 'rule' | 'call' | 'stack' | 'race' | 'raced' | 'profile' | 'rust'

interface Draft {
  readonly lines: string[]
  readonly at: number[]
  phase: Phase
  /** How many of the lines are known to belong to a report. */
  sure: number
  last: GoLine
  size: number
  cut: boolean
  /** Lines and entries that passed by since the last line that was taken. */
  strays: number
  entries: number
  /** Goroutines met so far: the same one again begins another report. */
  readonly goroutines: Set<string>
}

const MAX_SIZE = 160 * 1024 * 1024
const MAX_LINES = 4_000_000
/** A message that has not come to its stack after so many lines was prose. */
const MAX_MESSAGE_LINES = 300
const MAX_MESSAGE_SIZE = 16 * 1024 * 1024
/** A report is over when so much of something else has come. */
const MAX_STRAYS = 500
const MAX_ENTRIES = 20_000

const NOTHING: Gathered = { reports: [], returned: [] }

/**
 * Gathers the lines of Go reports out of one stream. The caller offers each line that is no log entry, in reading order, and says when an
 * entry passed in between: a runtime that crashes and goroutines that still log write to the same place.
 */
export class Gatherer {
  private draft: Draft | null = null
  private reports: GatheredReport[] = []
  private returned: number[] = []

  /**
   * @param text the line, bare, without line feed
   * @param at its place, to find it again
   * @returns false for a stray; true when it was taken, though `take` or `close` may still return it
   */
  offer(text: string, at: number): boolean {
    const look = lookAt(text)
    if (this.draft && this.ends(this.draft, look, text)) this.finish()
    const taken = this.draft ? this.goesOn(this.draft, look, text, at) : this.begins(look, text, at)
    if (!taken && this.draft && ++this.draft.strays > MAX_STRAYS) this.finish()
    return taken
  }

  /** To be called for every log entry that comes between offered lines. */
  entryPassed(): void {
    if (this.draft && ++this.draft.entries > MAX_ENTRIES) this.finish()
  }

  /** What became certain since the last call. */
  take(): Gathered {
    if (!this.reports.length && !this.returned.length) return NOTHING
    const gathered = { reports: this.reports, returned: this.returned }
    this.reports = []
    this.returned = []
    return gathered
  }

  /** Ends the stream, or a run of it: nothing that comes later belongs to what came before. */
  close(): Gathered {
    const { draft } = this
    // a text cut behind a function's name still says that the function was there
    if (draft && draft.phase === 'stack' && draft.last === 'call') draft.sure = draft.lines.length
    this.finish()
    return this.take()
  }

  /** Whether a line cannot belong to the draft, because a report is over or another one begins. */
  private ends(draft: Draft, look: GoLine, text: string): boolean {
    if (look === 'fence') return true
    const { phase } = draft
    if (phase === 'message') return this.endsMessage(draft, look, text)
    if (phase === 'rule') return look !== 'blank' && look !== 'race'
    if (phase === 'call') return look !== 'blank' && look !== 'place'
    if (phase === 'tests') return look === 'rule' && draft.last !== 'rule'
    if (look === 'head') return phase !== 'stack' || draft.goroutines.has(goroutineId(text))
    if (look === 'race' || look === 'rule') return phase !== 'race'
    return look === 'panic' || look === 'cause' || (look === 'also' && phase === 'stack') || (look === 'profile' && phase !== 'profile')
  }

  /** In a message anything may come; a second panic right under the first is the first's own, with its indent lost. */
  private endsMessage(draft: Draft, look: GoLine, text: string): boolean {
    if (draft.lines.length - draft.sure > MAX_MESSAGE_LINES && look === 'other' && draft.last === 'other') return true
    if (draft.size > MAX_MESSAGE_SIZE && look !== 'head' && look !== 'also') return true
    if (look === 'panic') return draft.last !== 'panic' && draft.last !== 'also'
    if (look === 'cause')
      return draft.last !== 'panic' && draft.last !== 'also' && draft.last !== 'cause' && !text.startsWith('fatal error: ')
    return look === 'race' || look === 'rule' || look === 'failed' || look === 'package' || text.startsWith('goroutine profile: ')
  }

  private begins(look: GoLine, text: string, at: number): boolean {
    const phase = OPENING[look]
    if (
      !phase ||
      (look === 'also' && !/^[ \t]*(?:\[signal |runtime: |panic: )/.test(text)) ||
      (look === 'profile' && !text.includes('total '))
    )
      return false
    const lines: string[] = []
    this.draft = { lines, at: [], phase, sure: 0, last: look, size: 0, cut: false, strays: 0, entries: 0, goroutines: new Set() }
    this.add(this.draft, look, text, at)
    if (look === 'cause' && text.trimStart().startsWith("thread '")) this.draft.phase = 'rust'
    if (look === 'head' || look === 'failed' || this.draft.phase === 'rust') this.confirm(this.draft)
    if (look === 'head') this.draft.goroutines.add(goroutineId(text))
    return true
  }

  /** Takes a line into the draft, or leaves it. */
  private goesOn(draft: Draft, look: GoLine, text: string, at: number): boolean {
    const step = STEPS[draft.phase](look, draft, text)
    if (step === 'leave') return false
    this.add(draft, look, text, at)
    if (step !== 'trial') this.confirm(draft)
    if (look === 'head') draft.goroutines.add(goroutineId(text))
    if (look === 'package') this.finish()
    return true
  }

  private add(draft: Draft, look: GoLine, text: string, at: number): void {
    draft.strays = 0
    draft.entries = 0
    if (look !== 'blank') draft.last = look
    if (draft.size > MAX_SIZE || draft.lines.length >= MAX_LINES) {
      draft.cut = true
      return
    }
    draft.lines.push(text)
    draft.at.push(at)
    draft.size += text.length
  }

  private confirm(draft: Draft): void {
    draft.sure = draft.lines.length
  }

  private finish(): void {
    const { draft } = this
    if (!draft) return
    this.draft = null
    for (let i = draft.sure; i < draft.at.length; i++) this.returned.push(draft.at[i] as number)
    if (draft.sure === 0) return
    const whole = draft.sure === draft.lines.length
    const lines = whole ? draft.lines : draft.lines.slice(0, draft.sure)
    this.reports.push({ lines, at: whole ? draft.at : draft.at.slice(0, draft.sure), cut: draft.cut })
  }
}

/** Lines that can begin a report, and what they begin. */
const OPENING: Partial<Record<GoLine, Phase>> = {
  panic: 'message',
  cause: 'message',
  also: 'message',
  head: 'stack',
  call: 'call',
  rule: 'rule',
  race: 'rule',
  access: 'race',
  profile: 'profile',
  failed: 'tests',
}

/** `take`: it belongs to the report for certain. `trial`: if a later line says so. `leave`: it is something else. */
type Step = 'take' | 'trial' | 'leave'

const STEPS: Record<Phase, (look: GoLine, draft: Draft, text: string) => Step> = {
  message: (look, draft, text) => {
    if (look === 'head' || (look === 'also' && text.startsWith('[signal ')) || text.startsWith('PC=0x'))
      draft.phase = look === 'head' ? 'stack' : draft.phase
    else if (look === 'place' && draft.last === 'call') draft.phase = 'stack'
    else return look === 'exit' ? 'take' : 'trial'
    return 'take'
  },
  rule: (look, draft) => {
    if (look === 'race') draft.phase = 'race'
    return look === 'race' ? 'take' : 'trial'
  },
  call: (look, draft) => {
    if (look === 'place') draft.phase = 'stack'
    return look === 'place' ? 'take' : 'trial'
  },
  stack: (look, draft) => {
    if (look === 'blank' || look === 'call') return 'trial'
    if (look === 'place') return draft.last === 'call' || draft.last === 'creator' ? 'take' : 'leave'
    return look === 'other' || look === 'access' || look === 'profile' || look === 'rust' ? 'leave' : 'take'
  },
  race: (look, draft) => {
    if (look === 'rule') draft.phase = 'raced'
    if (look === 'blank' || look === 'call') return 'trial'
    if (look === 'place') return draft.last === 'call' ? 'take' : 'leave'
    return look === 'access' || look === 'rule' || look === 'race' || look === 'failed' || look === 'package' ? 'take' : 'leave'
  },
  raced: (look) => (look === 'failed' || look === 'package' ? 'take' : look === 'blank' ? 'trial' : 'leave'),
  profile: (look) => (look === 'profile' ? 'take' : look === 'blank' ? 'trial' : 'leave'),
  rust: (look, draft) => {
    if (look === 'rust' || look === 'place') return 'take'
    return look === 'blank' || (look === 'other' && draft.last !== 'rust' && draft.lines.length < 20) ? 'trial' : 'leave'
  },
  tests: (look, draft, text) => {
    if (look === 'failed' || look === 'package') return 'take'
    const cause =
      look === 'panic' || look === 'cause' || look === 'also' || look === 'rule' || look === 'race' || look === 'head' || look === 'call'
    if (cause) draft.phase = OPENING[look] ?? draft.phase
    if (look === 'head') return 'take'
    return cause || text.startsWith('    ') || look === 'blank' ? 'trial' : 'leave'
  },
}

function goroutineId(header: string): string {
  return /oroutine (\d+)/.exec(header)?.[1] ?? ''
}
