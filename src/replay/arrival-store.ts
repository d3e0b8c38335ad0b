import type { Event } from '../event/event.ts'
import { Names } from './names.ts'

/** Arrivals that are kept of each history. */
export const REMEMBERED = 8
const FIRST_SIZE = 64 * REMEMBERED
const NOBODY = -1

/** The last arrivals of all histories of a replay, as columns of numbers: a block of slots for each. */
export class ArrivalStore {
  from = new Uint16Array(FIRST_SIZE)
  to = new Uint16Array(FIRST_SIZE)
  /** NaN where the line had no time. */
  ms = new Float64Array(FIRST_SIZE)
  private source = new Int32Array(FIRST_SIZE)
  private node = new Int32Array(FIRST_SIZE)
  private readonly nodes = new Names()
  private readonly sources = new Names()
  private used = 0

  /** @returns the first slot of a new block */
  block(): number {
    if (this.used === this.to.length) this.grow()
    this.used += REMEMBERED
    return this.used - REMEMBERED
  }

  write(slot: number, from: number, to: number, { where, node, time }: Event): void {
    this.from[slot] = from
    this.to[slot] = to
    this.ms[slot] = time?.ms ?? Number.NaN
    this.source[slot] = this.sources.number(where.source)
    this.node[slot] = node === null ? NOBODY : this.nodes.number(node)
  }

  /** Whether the line is of the writer of the one that stands there. */
  isBy(slot: number, { where, node }: Event): boolean {
    const number = this.node[slot] as number
    if (number === NOBODY ? node !== null : node !== this.nodes.text(number)) return false
    return this.sources.text(this.source[slot] as number) === where.source
  }

  private grow(): void {
    const size = this.used * 2
    this.from = larger(this.from, new Uint16Array(size))
    this.to = larger(this.to, new Uint16Array(size))
    this.ms = larger(this.ms, new Float64Array(size))
    this.source = larger(this.source, new Int32Array(size))
    this.node = larger(this.node, new Int32Array(size))
  }
}

/** What stood in a column, in a longer one. */
export function larger<T extends { set(from: T): void }>(old: T, grown: T): T {
  grown.set(old)
  return grown
}
