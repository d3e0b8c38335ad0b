import type { Draft, Phase } from './go-draft.ts'
import type { GoLine } from './go-line.ts'
import type { Step } from './go-step.ts'

/**
 * Stacks as zap and `%+v` print them: a function's bare name, and its file below. People paste them without the entry that they stood in.
 * Most are of plain errors; where Go's own frames say that it raised a panic, it is one.
 */

/** `github.com/pingcap/tidb/ddl.(*reorgCtx).isReorgCanceled`, `runtime.gopanic`; no address, no sentence. */
const NAME = /^(?:[\w.%~-]{1,100}\/){0,20}[\w%-]{1,100}\.[^\s/:]{1,300}$/
const RAISES = /^runtime\.(?:gopanic|sigpanic|panicmem|goPanic)/
/** A path that was cut with the end of the text. */
const CUT_PLACE = /^[ \t]+[^\s:]+$/

/** With the host of its import path, or Go's own: no rest of a broken line looks so. */
const WHOLE_NAME = /^(?:(?:[\w-]{1,60}\.){1,4}[a-z]{2,10}\/|runtime\.\w)/

/** Whether a line is such a name from its first letter on. */
export function isWholeName(line: string): boolean {
  return WHOLE_NAME.test(line) && NAME.test(line.trimEnd())
}

/** Whether a draft is of such a stack; `raised` once a panic was seen in it. */
export function isBare(phase: Phase): boolean {
  return phase === 'bare' || phase === 'raised'
}

/** What a line is to such a stack that is no line of any other. */
export function lookForBare(text: string, draft: Draft | null): GoLine {
  if (draft !== null && !isBare(draft.phase)) return 'other'
  return NAME.test(text.trim()) && (draft !== null || text.includes('/') || RAISES.test(text)) ? 'bare' : 'other'
}

/** Whether a line cannot belong to it. */
export function endsBare(draft: Draft, look: GoLine, text: string): boolean {
  if (look === 'blank') return false
  if (draft.last !== 'bare') return look !== 'bare'
  return look !== 'place' && !(look === 'other' && CUT_PLACE.test(text))
}

/** What a line that does not end it is to it: all lines up to the frame that raised the panic are on trial. */
export function stepBare(look: GoLine, draft: Draft, text: string): Step {
  if (look === 'bare' && RAISES.test(text.trim())) draft.phase = 'raised'
  return draft.phase === 'raised' && look !== 'bare' && look !== 'blank' ? 'take' : 'trial'
}
