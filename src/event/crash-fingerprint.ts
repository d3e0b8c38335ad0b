import { createHash } from 'node:crypto'
import type { BlameLists } from '../knowledge/contract.ts'
import { isStandardLibrary } from './blame.ts'
import type { Frame } from './event.ts'

/** Enough to tell crashes apart; deeper frames say more about who called than about what failed. */
const DEPTH = 32

/**
 * A name for a crash that stays when lines, addresses, goroutine numbers, Go's version or GOTRACEBACK change: made of the functions of the
 * crashing stack that are not Go's own, each once (a recursion ends at another depth each time), wrappers that the compiler adds left out.
 * @param stacks the crashing stack; both of a race; one of each group of a dump
 */
export function fingerprint(stacks: readonly (readonly Frame[])[], lists: BlameLists): string {
  const parts = stacks.map((frames) => {
    const own = frames.filter(
      (frame) => !isStandardLibrary(frame, lists) && !frame.func.includes('.gowrap') && !frame.func.includes('.deferwrap'),
    )
    const names = new Set((own.length ? own : frames).map((frame) => frame.func))
    return [...names].slice(0, DEPTH).join('\n')
  })
  const hash = createHash('sha256').update([...new Set(parts)].sort().join('\n\n'))
  return `go:v1:${hash.digest('hex').slice(0, 16)}`
}
