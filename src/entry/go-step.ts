import { stepBare } from './go-bare.ts'
import type { Draft, Phase } from './go-draft.ts'
import { type GoLine, isAsserted } from './go-line.ts'
import { isHalf } from './go-wrap.ts'

/** `ddl_test.go:121:`, below which check.v1 prints the assertion. */
const CHECKED_AT = /^[^\s:]{1,200}\.go:\d+:$/

/** Lines that can begin a report, and what they begin. */
export const OPENING: Partial<Record<GoLine, Phase>> = {
  panic: 'message',
  cause: 'message',
  also: 'message',
  head: 'stack',
  call: 'call',
  bare: 'bare',
  rule: 'rule',
  race: 'rule',
  access: 'race',
  profile: 'profile',
  failed: 'tests',
  checked: 'checked',
}

/** `take`: it belongs to the report for certain. `trial`: if a later line says so. `leave`: it is something else. */
export type Step = 'take' | 'trial' | 'leave'

export const STEPS: Record<Phase, (look: GoLine, draft: Draft, text: string) => Step> = {
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
  bare: stepBare,
  raised: stepBare,
  stack: (look, draft, text) => {
    if (look === 'blank' || look === 'call') return 'trial'
    if (look === 'place') return draft.last === 'call' || draft.last === 'creator' ? 'take' : 'leave'
    if (look === 'other') return halfAfter(draft, text)
    return look === 'access' || look === 'profile' || look === 'rust' || look === 'checked' ? 'leave' : 'take'
  },
  race: (look, draft, text) => {
    if (look === 'rule') draft.phase = 'raced'
    if (look === 'blank' || look === 'call') return 'trial'
    if (look === 'place') return draft.last === 'call' ? 'take' : 'leave'
    if (look === 'other') return halfAfter(draft, text)
    return look === 'access' || look === 'rule' || look === 'race' || look === 'failed' || look === 'package' ? 'take' : 'leave'
  },
  raced: (look) => (look === 'failed' || look === 'package' ? 'take' : look === 'blank' ? 'trial' : 'leave'),
  profile: (look) => (look === 'profile' ? 'take' : look === 'blank' ? 'trial' : 'leave'),
  checked: (look, draft) => {
    if (look === 'failed') draft.phase = 'tests'
    if (look === 'place' || look === 'failed' || look === 'package') return 'take'
    if (look === 'checked') return draft.last === 'place' ? 'take' : 'leave'
    return look === 'blank' || (look === 'other' && isMessageOpen(draft)) ? 'trial' : 'leave'
  },
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
    if (look === 'checked' && text.includes('Panic: ')) {
      draft.phase = 'checked'
      return 'take'
    }
    if (!cause && draft.sure > 0 && !draft.others && isAsserted(text)) return 'take'
    return cause || text.startsWith('    ') || text.startsWith('\t') || text.startsWith('... ') || look === 'blank' || CHECKED_AT.test(text)
      ? 'trial'
      : 'leave'
  },
}

/** A message that check.v1 prints may hold anything until its program counter ends it. */
function isMessageOpen({ last, before, lines, lastIndex }: Draft): boolean {
  const opened = last === 'other' || (last === 'checked' && before !== 'place')
  return opened && !lines[lastIndex]?.trimEnd().endsWith(')')
}

/** A line that a terminal may have broken: it is kept until the next one shows. */
function halfAfter(draft: Draft, text: string): Step {
  return text.length >= draft.longest && isHalf(text) ? 'trial' : 'leave'
}
