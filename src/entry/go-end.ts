import { endsBare, isBare } from './go-bare.ts'
import { type Draft, goroutineId, isLong, MAX_MESSAGE_SIZE } from './go-draft.ts'
import type { GoLine } from './go-line.ts'

/** Whether a line cannot belong to the draft, because a report is over or another one begins. */
export function ends(draft: Draft, look: GoLine, text: string): boolean {
  if (look === 'fence') return true
  const { phase } = draft
  if (phase === 'message') return endsMessage(draft, look, text)
  if (isBare(phase)) return endsBare(draft, look, text)
  if (phase === 'rule') return look !== 'blank' && look !== 'race'
  if (phase === 'call') return look !== 'blank' && look !== 'place'
  if (phase === 'tests') return (look === 'rule' && draft.last !== 'rule') || draft.lines.length === 0
  // goleak heads each goroutine twice
  if (look === 'head') return phase !== 'stack' || (draft.last !== 'head' && draft.goroutines.has(goroutineId(text)))
  if (look === 'race' || look === 'rule') return phase !== 'race'
  return look === 'panic' || look === 'cause' || (look === 'also' && phase === 'stack') || (look === 'profile' && phase !== 'profile')
}

/** In a message anything may come; a second panic right under the first is the first's own, with its indent lost. */
function endsMessage(draft: Draft, look: GoLine, text: string): boolean {
  if (isLong(draft) && look === 'other' && draft.last === 'other' && !text.startsWith('\t')) return true
  if (draft.size > MAX_MESSAGE_SIZE && look !== 'head' && look !== 'also' && !text.startsWith('\t')) return true
  if (look === 'panic') return draft.last !== 'panic' && draft.last !== 'also'
  if (look === 'cause')
    return draft.last !== 'panic' && draft.last !== 'also' && draft.last !== 'cause' && !text.startsWith('fatal error: ')
  return look === 'race' || look === 'rule' || look === 'failed' || look === 'package' || text.startsWith('goroutine profile: ')
}
