import type { Repeat } from '../../grammars/go-report/fold.ts'
import { lookForBare } from './go-bare.ts'
import { type Draft, goroutineId, isLong, meet, newDraft } from './go-draft.ts'
import { ends } from './go-end.ts'
import { foldLast, type Passed, passKnown, trimLast } from './go-fold.ts'
import { type GoLine, isOfOthers, isOfRuntime, isSaid, lookAt } from './go-line.ts'
import { OPENING, STEPS } from './go-step.ts'
import { joinWrapped, rejoin } from './go-wrap.ts'

/** The lines of one Go report in reading order; `lines[i]` stood at `at[i]`. The second half of a wrapped line is empty: the first has it. */
export interface GatheredReport {
  readonly lines: readonly string[]
  readonly at: readonly number[]
  /** Goroutines whose stacks stood in it before: their lines are left out. */
  readonly repeats: readonly Repeat[]
  /** The line right above: over a goroutine's head, what a program says of a panic that it caught; over what tests said, which of them. */
  readonly above?: string
  /** True when lines were left out because the report, or a stack in it, is larger than the limit. */
  readonly isCut: boolean
}

export interface Gathered {
  readonly reports: readonly GatheredReport[]
  /** Places (as offered) of lines that were taken on trial and turned out to be no part of a report: strays. Ascending. */
  readonly returned: readonly number[]
  /** Places of lines that belong to a report and were left out of it. */
  readonly folded: readonly number[]
}

/** Of what differs; goroutines that do the same are kept once, and those for which there is no room are counted. */
const MAX_SIZE = 4 * 1024 * 1024
const MAX_LINES = 60_000
/** Of a longer line the rest is left out. */
const LONGEST_LINE = 64 * 1024
const LONGEST_ABOVE = 2000
/** A report is over when so much of something else has come. */
const MAX_STRAYS = 500
export const MAX_ENTRIES = 500

const NOTHING: Gathered = { reports: [], returned: [], folded: [] }

/**
 * Gathers the lines of Go reports out of one stream. The caller offers each line that is no log entry, in reading order, and says when an
 * entry passed in between: a runtime that crashes and goroutines that still log write to the same place.
 */
export class Gatherer {
  private draft: Draft | null = null
  private reports: GatheredReport[] = []
  private returned: number[] = []
  private folded: number[] = []
  /** The line that was offered last, if it was left and nothing came since. */
  private previous: string | null = null
  /** What `rest` found under way when it was last called, and of how many lines. */
  private resting: { readonly draft: Draft | null; readonly lines: number } = { draft: null, lines: 0 }

  /**
   * @param text the line, bare, without line feed
   * @param at its place, to find it again
   * @returns false for a stray; true when it was taken, though `take` or `close` may still return it
   */
  offer(text: string, at: number): boolean {
    const first = lookAt(text)
    const look = first === 'other' ? lookForBare(text, this.draft) : first
    if (this.draft && this.joins(this.draft, text, at)) return true
    if (this.draft?.phase === 'tests' && look !== 'fence' && isOfOthers(text)) {
      this.giveBack(this.draft)
      this.draft.others = true
    }
    if (this.draft && ends(this.draft, look, text)) this.finish()
    const taken = this.draft ? this.goesOn(this.draft, look, text, at) : this.begins(look, text, at)
    if (!taken && this.draft && ++this.draft.strays > MAX_STRAYS) this.finish()
    this.previous = taken ? null : text
    return taken
  }

  /** Takes, of a page, goroutines that do what others did before them in the report under way. @returns where they end */
  pass(buf: Buffer, start: number, end: number): Pick<Passed, 'next' | 'lines'> {
    const { draft } = this
    if (draft?.phase !== 'stack' || draft.full || draft.width > 0) return { next: start, lines: 0 }
    const { next, lines, folded } = passKnown(draft, buf, start, end)
    this.folded.push(...folded)
    return { next, lines }
  }

  /** To be called for every log entry that comes between offered lines. */
  entriesPassed(count: number): void {
    this.previous = null
    if (this.draft && (this.draft.entries += count) > MAX_ENTRIES) this.finish()
  }

  /** What became certain since the last call. */
  take(): Gathered {
    const { reports, returned, folded } = this
    if (reports.length + returned.length + folded.length === 0) return NOTHING
    const gathered = { reports, returned, folded }
    this.reports = []
    this.returned = []
    this.folded = []
    return gathered
  }

  /** For a log that is still being written: ends a report to which no line came since this was last called. */
  rest(): Gathered {
    const { draft, resting } = this
    if (draft !== null && draft === resting.draft && draft.at.length === resting.lines) return this.close()
    this.resting = { draft, lines: draft?.at.length ?? 0 }
    return this.take()
  }

  /** Ends the stream, or a run of it: nothing that comes later belongs to what came before. */
  close(): Gathered {
    const { draft } = this
    // a text cut behind a function's name still says that the function was there
    if (draft && draft.phase === 'stack' && draft.last === 'call') draft.sure = draft.lines.length
    this.finish()
    return this.take()
  }

  /** A line that a terminal broke in two is put together in its first half's place; an empty line keeps the second half's. */
  private joins(draft: Draft, text: string, at: number): boolean {
    if (draft.full || (draft.phase !== 'stack' && draft.phase !== 'race' && draft.phase !== 'call')) return false
    const joined = joinWrapped(draft, text)
    if (joined === null) {
      this.dropHalf(draft)
      return false
    }
    draft.width = draft.lastLength
    draft.lastLength = text.length
    draft.lines[draft.lastIndex] = joined
    draft.lines.push('')
    draft.at.push(at)
    draft.last = draft.before
    const look = lookAt(joined)
    const step = STEPS[draft.phase](look, draft, joined)
    draft.last = step === 'leave' ? 'other' : look
    if (step === 'take') this.confirm(draft)
    if (look === 'head') {
      draft.head = -1
      meet(draft, goroutineId(joined))
    }
    return true
  }

  /** A line that looked like half of something and was not. */
  private dropHalf(draft: Draft): void {
    if (draft.last !== 'other') return
    this.returned.push(...draft.at.splice(draft.lastIndex))
    draft.lines.length = draft.lastIndex
    draft.last = draft.before
  }

  private begins(look: GoLine, text: string, at: number): boolean {
    const phase = look === 'other' && isSaid(text) ? 'tests' : OPENING[look]
    if (
      !phase ||
      (look === 'also' && !/^[ \t]*(?:\[signal |runtime: |panic: )/.test(text)) ||
      (look === 'profile' && !text.includes('total ')) ||
      (look === 'checked' && !text.includes('Panic: '))
    )
      return false
    this.draft = newDraft(phase)
    if (look === 'head' || phase === 'tests') this.draft.above = this.previous
    this.add(this.draft, look, text, at)
    if (look === 'cause' && text.trimStart().startsWith("thread '")) this.draft.phase = 'rust'
    if (look === 'head' || look === 'failed' || look === 'checked' || this.draft.phase === 'rust') this.confirm(this.draft)
    if (look === 'head') this.headed(this.draft, text)
    return true
  }

  /** Takes a line into the draft, or leaves it. */
  private goesOn(draft: Draft, look: GoLine, text: string, at: number): boolean {
    const step = STEPS[draft.phase](look, draft, text)
    if (step === 'leave') return false
    if (look === 'head') this.folded.push(...foldLast(draft))
    this.add(draft, look, text, at)
    if (step !== 'trial') this.confirm(draft)
    if (look === 'head') this.headed(draft, text)
    // its own thread may print it later
    if (look === 'elided' && draft.head >= 0 && text.includes('stack unavailable'))
      draft.goroutines.delete(goroutineId(draft.lines[draft.head]!))
    if (look === 'package') this.finish()
    return true
  }

  private headed(draft: Draft, text: string): void {
    meet(draft, goroutineId(text))
    if (draft.full) draft.folder.lost(text, draft.lines.length)
    else draft.head = draft.lines.length - 1
  }

  private add(draft: Draft, look: GoLine, text: string, at: number): void {
    draft.strays = 0
    draft.entries = 0
    if (look !== 'blank') {
      draft.before = draft.last
      draft.last = look
      draft.lastIndex = draft.lines.length
    }
    if (look !== 'blank') draft.lastLength = text.length
    draft.longest = Math.max(draft.longest, text.length)
    if (draft.size > MAX_SIZE || draft.lines.length >= MAX_LINES) draft.cut = draft.full = true
    const isLongMessage = draft.phase === 'message' && look === 'other' && isLong(draft)
    if (isLongMessage) draft.cut = true
    if (draft.full || isLongMessage) {
      this.folded.push(at)
      return
    }
    if (text.length > LONGEST_LINE) draft.cut = true
    draft.lines.push(text.slice(0, LONGEST_LINE))
    draft.at.push(at)
    draft.size += Math.min(text.length, LONGEST_LINE)
    this.folded.push(...trimLast(draft))
  }

  private confirm(draft: Draft): void {
    draft.sure = draft.lines.length
  }

  /** Lines on trial turned out to be no part of a report. */
  private giveBack(draft: Draft): void {
    this.returned.push(...draft.at.slice(draft.sure))
    draft.lines.length = draft.at.length = draft.sure
  }

  private finish(): void {
    const { draft } = this
    if (!draft) return
    this.draft = null
    if (draft.sure === 0 && draft.phase === 'message' && isOfRuntime(draft.lines[0] ?? '')) draft.sure = 1
    this.giveBack(draft)
    if (draft.sure === 0) return
    this.folded.push(...foldLast(draft))
    const { lines, at, width, folder, cut, above } = draft
    const said = above === null ? {} : { above: above.slice(0, LONGEST_ABOVE) }
    this.reports.push({ lines: rejoin(lines, width), at, repeats: folder.repeats, isCut: cut, ...said })
  }
}
