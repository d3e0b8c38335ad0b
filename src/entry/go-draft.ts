import { Folder } from '../../grammars/go-report/fold.ts'
import type { GoLine } from './go-line.ts'

/** Where in a report the last line was; `trial` phases can still turn out to be no report. */
export type Phase = 'tests' | 'message' | 'rule' | 'call' | 'stack' | 'bare' | 'raised' | 'race' | 'raced' | 'profile' | 'rust' | 'checked'

/** A report on its way. */
export interface Draft {
  readonly lines: string[]
  readonly at: number[]
  phase: Phase
  /** How many of the lines are known to belong to a report. */
  sure: number
  last: GoLine
  /** Where it stands among the lines; blank lines may follow. */
  lastIndex: number
  /** What the one before the last line was. */
  before: GoLine
  size: number
  /** Whether lines were left out that say something else than others. */
  cut: boolean
  /** Whether there is room for more. */
  full: boolean
  /** Where among the lines the goroutine under way begins; -1 for none, and in a text whose heads were broken in two. */
  head: number
  readonly folder: Folder
  /** Lines and entries that passed by since the last line that was taken. */
  strays: number
  entries: number
  /** Length of the longest line as it came, and of the last one. */
  longest: number
  lastLength: number
  /** The width at which the text was wrapped, once a line had to be joined; 0 until then. */
  width: number
  /** Goroutines met so far: the same one again begins another report. */
  readonly goroutines: Set<string>
  /** Whether another test began or passed since: what comes then may be its own. */
  others: boolean
  /** The line above, where the first is a goroutine's head or what a test said. */
  above: string | null
}

/** A draft without lines, in the phase that its first line opens. */
export function newDraft(phase: Phase): Draft {
  const counts = { lastIndex: 0, sure: 0, size: 0, strays: 0, entries: 0, longest: 0, lastLength: 0, width: 0 }
  return {
    lines: [],
    at: [],
    phase,
    last: 'blank',
    before: 'blank',
    cut: false,
    full: false,
    head: -1,
    folder: new Folder(),
    goroutines: new Set(),
    others: false,
    above: null,
    ...counts,
  }
}

/** The number in a goroutine's header. */
export function goroutineId(header: string): string {
  return /oroutine (\d+)/.exec(header)?.[1] ?? ''
}

/** Of a larger dump the first goroutines tell where another one begins. */
const MOST_GOROUTINES = 200_000

/** Keeps in mind that a goroutine was met. */
export function meet({ goroutines }: Draft, id: string): void {
  if (goroutines.size < MOST_GOROUTINES) goroutines.add(id)
}

/** A message that has not come to its stack after so many lines was prose, unless Go indented them: then the rest of them is left out. */
const MAX_MESSAGE_LINES = 300
export const MAX_MESSAGE_SIZE = 2 * 1024 * 1024

/** Whether a message goes on for longer than it is followed. */
export function isLong({ lines, sure, size }: Draft): boolean {
  return lines.length - sure > MAX_MESSAGE_LINES || size > MAX_MESSAGE_SIZE
}
