import type { GoFrame } from './tree.ts'

/** Functions of Go's own that a goroutine is in while it waits for a lock; as long as they last, its stack tells which. */
export const LOCKING = ['sync.', 'internal/sync.', 'runtime.'] as const

/** `internal/sync.(*Mutex).lockSlow(0x38def9f96120)`; what Go marks with a question mark may be of an earlier call. */
const LOCK = /^(?:internal\/)?sync\.\(\*[A-Z][A-Za-z]*\)\.[^(]+\((0x[0-9a-f]+)[,)]/

/** @param call a frame's function and arguments; @returns the address of the lock, null where the frame shows none */
export function lockIn(call: string): string | null {
  return LOCK.exec(call)?.[1] ?? null
}

/** The lock that a goroutine with this stack waits for, the outermost of those within one another; null where the stack shows none. */
export function lockOf(frames: readonly GoFrame[]): string | null {
  let lock: string | null = null
  for (const { func, args } of frames) {
    if (!LOCKING.some((start) => func.startsWith(start))) break
    lock = lockIn(`${func}(${args})`) ?? lock
  }
  return lock
}
