import { type Lane, lanesOf } from './lanes.ts'
import type { RunTimes } from './run-times.ts'

/**
 * Goes through the items of several runs in one order, knowing nothing of them but their times.
 * Holds a key for each item and a place in each lane, no items: whoever asks takes them from their runs when their turn comes.
 */
export class MergeOrder {
  /** The run that the item at hand is of. */
  run = -1
  /** Its place in the run. */
  place = -1
  private readonly lanes: readonly Lane[]
  /** How far each lane is. */
  private readonly at: Uint32Array
  /** Lanes that are not at their end, as a heap by key and place among the lanes. */
  private readonly heap: number[]

  constructor(runs: readonly RunTimes[]) {
    this.lanes = lanesOf(runs)
    this.at = new Uint32Array(this.lanes.length)
    this.heap = this.lanes.map((_, i) => i)
    for (let i = (this.heap.length >> 1) - 1; i >= 0; i--) this.sift(i)
  }

  /** Goes on to the next item. @returns false when there is none */
  next(): boolean {
    const { heap, lanes, at } = this
    const top = heap[0]
    if (top === undefined) return false
    const lane = lanes[top]!
    const k = at[top]!++
    this.run = lane.run(k)
    this.place = lane.place(k)
    if (at[top] === lane.count) {
      const last = heap.pop()!
      if (heap.length > 0) heap[0] = last
    }
    this.sift(0)
    return true
  }

  private sift(from: number): void {
    const { heap } = this
    for (let parent = from; ; ) {
      let least = parent
      for (let child = 2 * parent + 1; child <= 2 * parent + 2 && child < heap.length; child++)
        if (this.before(heap[child]!, heap[least]!)) least = child
      if (least === parent) return
      const moved = heap[parent]!
      heap[parent] = heap[least]!
      heap[least] = moved
      parent = least
    }
  }

  private before(a: number, b: number): boolean {
    const x = this.lanes[a]!.keys[this.at[a]!]!
    const y = this.lanes[b]!.keys[this.at[b]!]!
    return x < y || (x === y && a < b)
  }
}
