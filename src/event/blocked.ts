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
 * Who waits for what, the largest groups first: goroutines whose state says that something must happen before they go on. Those that wait for
 * one lock stand together wherever they do, others by the code of the application in which they wait.
 */
export function blockedOn(buckets: readonly Bucket[], lists: BlameLists): readonly BlockedOn[] {
  const groups = new Map<string, Group>()
  for (const bucket of buckets) {
    const what = waitsFor(bucket)
    const at = bucket.frames.find((frame) => !isStandardLibrary(frame, lists))
    if (what === null || at === undefined) continue
    const locks = what === 'lock' ? bucket.locks : []
    for (const { address, goroutines } of locks) join(groups, { what, lock: address, goroutines, waited: bucket.waited, at })
    const goroutines = bucket.count - locks.reduce((sum, lock) => sum + lock.goroutines, 0)
    if (goroutines > 0) join(groups, { what, lock: null, goroutines, waited: bucket.waited, at })
  }
  return [...groups.values()].sort((a, b) => b.goroutines - a.goroutines).map(({ places, ...group }) => ({ ...group, places: places.size }))
}

function waitsFor({ state, frames }: Bucket): What | null {
  const what = WAITS.find(([start]) => state.startsWith(start))?.[1] ?? null
  if (state !== '' && !state.startsWith('semacquire')) return what
  const waiting = FUNCTIONS.find(([func]) => frames.slice(0, DEPTH).some((frame) => frame.func.startsWith(func)))
  return waiting?.[1] ?? what
}

interface Group extends Omit<BlockedOn, 'places'> {
  readonly places: Set<string>
}

/** Buckets come the largest first: the place of the first is that of most. */
function join(groups: Map<string, Group>, { at: frame, ...wait }: Omit<Group, 'places' | 'at'> & { readonly at: Frame }): void {
  const { func, package: of, file, line } = frame
  const place = `${func} ${file}:${line}`
  const key = `${wait.what} ${wait.lock ?? place}`
  const known = groups.get(key)
  if (known === undefined) {
    groups.set(key, { ...wait, at: { func, package: of, file, line }, places: new Set([place]) })
    return
  }
  const waited = { least: Math.min(known.waited.least, wait.waited.least), most: Math.max(known.waited.most, wait.waited.most) }
  groups.set(key, { ...known, goroutines: known.goroutines + wait.goroutines, waited, places: known.places.add(place) })
}
