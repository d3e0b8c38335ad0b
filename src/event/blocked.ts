import type { BlameLists } from '../knowledge/contract.ts'
import { isStandardLibrary } from './blame.ts'
import type { BlockedOn, Bucket, Frame } from './event.ts'

type What = BlockedOn['what']

/** What goroutines wait for by the state that Go prints; see waitReasonStrings in Go's runtime/runtime2.go. Others do not wait for one another. */
const WAITS: readonly (readonly [state: string, what: What])[] = [
  ['chan receive (nil chan)', 'forever'],
  ['chan send (nil chan)', 'forever'],
  ['select (no cases)', 'forever'],
  ['chan receive', 'channel-receive'],
  ['chan send', 'channel-send'],
  ['select', 'select'],
  ['sync.Mutex.Lock', 'lock'],
  ['sync.RWMutex.', 'lock'],
  ['sync.WaitGroup.Wait', 'wait-group'],
  ['sync.Cond.Wait', 'condition'],
  ['semacquire', 'lock'],
  ['IO wait', 'io'],
  ['syscall', 'system-call'],
]

/** What one waits for in these functions: a profile prints no state, and before Go 1.20 all of `sync` printed `semacquire`. */
const FUNCTIONS: readonly (readonly [func: string, what: What])[] = [
  ['sync.(*WaitGroup).', 'wait-group'],
  ['sync.(*Cond).', 'condition'],
  ['sync.(*Mutex).', 'lock'],
  ['sync.(*RWMutex).', 'lock'],
  ['internal/poll.runtime_pollWait', 'io'],
]
/** So far below the top of the stack they stand at most. */
const DEPTH = 6

/**
 * Who waits for what, the largest groups first: goroutines whose state says that something must happen before they go on, by the code of
 * the application in which they wait.
 */
export function blockedOn(buckets: readonly Bucket[], lists: BlameLists): readonly BlockedOn[] {
  const groups = new Map<string, BlockedOn>()
  for (const bucket of buckets) {
    const what = waitsFor(bucket)
    if (what === null) continue
    const at = bucket.frames.find((frame) => !isStandardLibrary(frame, lists)) ?? null
    if (at === null) continue
    const key = `${what} ${at.func} ${at.file}:${at.line}`
    groups.set(key, merged(groups.get(key), what, at, bucket))
  }
  return [...groups.values()].sort((a, b) => b.goroutines - a.goroutines)
}

function waitsFor({ state, frames }: Bucket): What | null {
  const what = WAITS.find(([start]) => state.startsWith(start))?.[1] ?? null
  if (state !== '' && !state.startsWith('semacquire')) return what
  const waiting = FUNCTIONS.find(([func]) => frames.slice(0, DEPTH).some((frame) => frame.func.startsWith(func)))
  return waiting?.[1] ?? what
}

function merged(known: BlockedOn | undefined, what: What, { func, package: of, file, line }: Frame, { count, waited }: Bucket): BlockedOn {
  const at = { func, package: of, file, line }
  if (known === undefined) return { what, goroutines: count, waited, at }
  const span = { least: Math.min(known.waited.least, waited.least), most: Math.max(known.waited.most, waited.most) }
  return { ...known, goroutines: known.goroutines + count, waited: span }
}
