const FACTOR = 0x9e3779b1
/** A head lies in one of a few slots of a shelf: those of one file's lines often look alike where the shelf is told by. */
const SHELVES = 512
const PLACES = 4
const SLOTS = SHELVES * PLACES
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
  private learnt = 0
  /** Bytes that the kind rests on which was found or learnt last: the rest of the line was not looked at. */
  length = 0

  /**
   * What was learnt of what stands at `at`, the first letter of a level.
   * @param room bytes that stand there; 27 or more
   */
  kind(view: DataView, at: number, room: number): number {
    const shelf = shelfOf(view, at)
    for (let slot = shelf; slot < shelf + PLACES; slot++) {
      const length = this.lengths[slot]!
      if (length === 0) break
      if (length > room || view.getInt32(at + length - 4, true) !== this.tails[slot] || !this.holds(slot, view, at, length)) continue
      this.length = length
      return this.kinds[slot]!
    }
    return STRANGE
  }

  /** @param length bytes that the line's kind rests on; 27 or more */
  learn(view: DataView, at: number, length: number, kind: number): void {
    this.length = length
    if (length > MOST * 4) return
    const shelf = shelfOf(view, at)
    let place = 0
    while (place < PLACES && this.lengths[shelf + place] !== 0) place++
    const slot = shelf + (place < PLACES ? place : this.learnt++ % PLACES)
    this.kinds[slot] = kind
    this.lengths[slot] = length
    this.tails[slot] = view.getInt32(at + length - 4, true)
    for (let i = slot * MOST, from = at, to = at + length - 4; from < to; from += 4, i++) this.heads[i] = view.getInt32(from, true)
  }

  private holds(slot: number, view: DataView, at: number, length: number): boolean {
    const { heads } = this
    for (let i = slot * MOST, from = at, to = at + length - 4; from < to; from += 4, i++)
      if (view.getInt32(from, true) !== heads[i]) return false
    return true
  }
}

/** By bytes in which the names of files, and the numbers of their lines, differ. */
function shelfOf(view: DataView, at: number): number {
  const names = Math.imul(view.getInt32(at + 7, true), 0x27d4eb2d) + Math.imul(view.getInt32(at + 15, true), 0x85ebca6b)
  const mixed = names ^ Math.imul(view.getInt32(at + 19, true), 0xc2b2ae35) ^ Math.imul(view.getInt32(at + 23, true), 0x165667b1)
  return (Math.imul(mixed ^ (mixed >>> 15), FACTOR) >>> 23) * PLACES
}
