import { setImmediate } from 'node:timers/promises'
import type { Item } from '../entry/entry.ts'
import type { Stop } from '../source/ledger.ts'

/** Takes an item of the one order of all. */
export type Pass = (item: Item) => void

/** Between so many items timers and signal handlers get their turn. */
const ITEMS_PER_TURN = 512

/** Passes items on, one by one. @param giveUp ends that early; @param onProgress told now and then how many were */
export async function passAll<T>(
  items: Iterable<T>,
  pass: (item: T) => void,
  giveUp: Stop | undefined,
  onProgress: (passed: number) => void = () => undefined,
): Promise<void> {
  let passed = 0
  for (const item of items) {
    if (giveUp?.aborted) return
    pass(item)
    if (++passed % ITEMS_PER_TURN !== 0) continue
    onProgress(passed)
    await setImmediate()
  }
}
