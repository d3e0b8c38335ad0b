const FACTOR = 0x9e3779b1
const SLOTS = 2048
/** Integers of four bytes that one slot holds. */
const MOST = 40

/** What was learnt of lines that begin alike. */
export const [STRANGE, QUIET, IDLE] = [0, 1, 2]

/**
 * Remembers what lines of no interest look like from their level to what their message shows of itself: lines of one place in TiDB's code
 * all look the same there, and one that was taken apart once need not be again.
 */
export class QuietHeads {
  private readonly heads = new Int32Array(SLOTS * MOST)
  private readonly tails = new Int32Array(SLOTS)
  private readonly lengths = new Uint8Array(SLOTS)
  private readonly kinds = new Uint8Array(SLOTS)
  /** Bytes that the kind of the idle line met last rests on: the rest of the line was not looked at. */
  idleLength = 0

  /**
   * What was learnt of what stands at `at`, the first letter of a level.
   * @param room bytes that stand there; 24 or more
   */
  kind(view: DataView, at: number, room: number): number {
    const slot = slotOf(view, at)
    const length = this.lengths[slot]!
    if (length === 0 || length > room || view.getInt32(at + length - 4, true) !== this.tails[slot]) return STRANGE
    const { heads } = this
    for (let place = slot * MOST, from = at, to = at + length - 4; from < to; from += 4, place++)
      if (view.getInt32(from, true) !== heads[place]) return STRANGE
    if (this.kinds[slot] === IDLE) this.idleLength = length
    return this.kinds[slot]!
  }

  /** Bytes that the kind rests on which was found at `at`. */
  length(view: DataView, at: number): number {
    return this.lengths[slotOf(view, at)]!
  }

  /** @param length bytes that the line's kind rests on; 24 or more */
  learn(view: DataView, at: number, length: number, kind: number): void {
    if (kind === IDLE) this.idleLength = length
    if (length > MOST * 4) return
    const slot = slotOf(view, at)
    this.kinds[slot] = kind
    this.lengths[slot] = length
    this.tails[slot] = view.getInt32(at + length - 4, true)
    for (let place = slot * MOST, from = at, to = at + length - 4; from < to; from += 4, place++)
      this.heads[place] = view.getInt32(from, true)
  }
}

/** Of bytes in which the names of files, and the numbers of their lines, differ. */
function slotOf(view: DataView, at: number): number {
  const names = Math.imul(view.getInt32(at + 7, true), 0x27d4eb2d) + Math.imul(view.getInt32(at + 15, true), 0x85ebca6b)
  const mixed = names ^ Math.imul(view.getInt32(at + 19, true), 0xc2b2ae35)
  return Math.imul(mixed ^ (mixed >>> 15), FACTOR) >>> 21
}
