const FACTOR = 0x9e3779b1
const SLOTS = 512
/** Integers of four bytes that one slot holds. */
const MOST = 16

/**
 * Remembers what quiet lines look like from their level to the first bytes of their message: lines of one place in TiDB's code all look
 * the same there, and one that was found quiet need not be taken apart again.
 */
export class QuietHeads {
  private readonly heads = new Int32Array(SLOTS * MOST)
  private readonly tails = new Int32Array(SLOTS)
  private readonly lengths = new Uint8Array(SLOTS)

  /**
   * Whether what stands at `at`, the first letter of a level, was learnt; `room` bytes stand there at the least.
   * @param room 24 or more
   */
  knows(view: DataView, at: number, room: number): boolean {
    const slot = slotOf(view, at)
    const length = this.lengths[slot]!
    if (length === 0 || length > room || view.getInt32(at + length - 4, true) !== this.tails[slot]) return false
    const { heads } = this
    for (let place = slot * MOST, from = at, to = at + length - 4; from < to; from += 4, place++)
      if (view.getInt32(from, true) !== heads[place]) return false
    return true
  }

  /** @param length bytes that the line's being quiet rests on; 24 or more */
  learn(view: DataView, at: number, length: number): void {
    if (length > MOST * 4) return
    const slot = slotOf(view, at)
    this.lengths[slot] = length
    this.tails[slot] = view.getInt32(at + length - 4, true)
    for (let place = slot * MOST, from = at, to = at + length - 4; from < to; from += 4, place++)
      this.heads[place] = view.getInt32(from, true)
  }
}

/** Of bytes in which the names of files, and the numbers of their lines, differ. */
function slotOf(view: DataView, at: number): number {
  const mixed =
    view.getInt32(at + 7, true) ^ Math.imul(view.getInt32(at + 15, true), 0x85ebca6b) ^ Math.imul(view.getInt32(at + 19, true), 0xc2b2ae35)
  return Math.imul(mixed ^ (mixed >>> 15), FACTOR) >>> 23
}
