import { columnsIn, instantAt } from '../entry/columns.ts'
import type { Item, Origin } from '../entry/entry.ts'
import { type ItemBatch, itemOf, type KeptColumns, Packer } from '../entry/pack.ts'
import type { Attribution } from './attribution.ts'

/** Items of a block: few, so that little is unpacked for the sake of one. */
const MOST = 512
const HEAD = 16

/** An item, and what became of it. */
export interface Kept {
  readonly item: Item
  /** Its place among all items of the run. */
  readonly rank: number
  /** Number of its origin. */
  readonly origin: number
  /** Whether more than events came of it. */
  readonly isWhole: boolean
  /** Of each of its events, as JSON. */
  readonly attributions: readonly string[]
}

/** Gathers items for a block of bytes. */
export class BlockBuilder {
  count = 0
  private readonly packer = new Packer((batch) => {
    this.batch = batch
  })
  private batch: ItemBatch | null = null
  private readonly origins: number[] = []
  private readonly wholes: number[] = []
  private readonly firsts: number[] = [0]
  private readonly places: number[] = []
  private readonly distinct = new Map<string, number>()

  /** @returns true when no more should be added */
  add({ item, rank, origin, isWhole, attributions }: Kept): boolean {
    this.origins.push(origin)
    this.wholes.push(Number(isWhole))
    for (const text of attributions) {
      let place = this.distinct.get(text)
      if (place === undefined) this.distinct.set(text, (place = this.distinct.size))
      this.places.push(place)
    }
    this.firsts.push(this.places.length)
    this.packer.add(item, 0, rank)
    return ++this.count === MOST || this.batch !== null
  }

  done(): Buffer {
    this.packer.flush()
    const { text, columns: kept } = this.batch!
    const { seq, ms, line, column, messageStart, messageEnd, textStart, zone, what } = columnsIn(kept, this.batch!.count)
    const { count, places, firsts, origins } = this
    const attributions = Buffer.from(`[${[...this.distinct.keys()].join(',')}]`)
    const head = Uint32Array.of(count, places.length, text.length, attributions.length)
    const columns = [
      ...[seq, ms, line].map((all) => all.subarray(0, count)),
      ...[column, messageStart, messageEnd].map((all) => all.subarray(0, count)),
      ...[textStart.subarray(0, count + 1), Uint32Array.from(origins), Uint32Array.from(firsts), Uint32Array.from(places)],
      ...[zone.subarray(0, count), what.subarray(0, count), Uint8Array.from(this.wholes)],
    ]
    return Buffer.concat([...[head, ...columns].map(bytesOf), text, attributions])
  }
}

/** A block that was read back; its items are made when they are asked for. */
export class Block {
  readonly count: number
  /** Place of each item among all items of the run. */
  readonly rank: Float64Array
  private readonly attributions: readonly Attribution[]
  /** By the number of an attribution. */
  private readonly wanted: readonly boolean[]
  private readonly columns: KeptColumns
  private readonly text: Buffer
  private readonly origins: Uint32Array
  private readonly firsts: Uint32Array
  private readonly places: Uint32Array
  private readonly wholes: Buffer

  /** @param wants whether an event is wanted of which this was found */
  constructor(bytes: Buffer, wants: (attribution: Attribution) => boolean) {
    const cut = new Cut(bytes)
    const [count, events, text, json] = cut.words(HEAD / 4) as unknown as [number, number, number, number]
    const [rank, ms, line] = [cut.doubles(count), cut.doubles(count), cut.doubles(count)]
    const [column, messageStart, messageEnd] = [cut.words(count), cut.words(count), cut.words(count)]
    const textStart = cut.words(count + 1)
    this.origins = cut.words(count)
    this.firsts = cut.words(count + 1)
    this.places = cut.words(events)
    const [zone, what] = [cut.shorts(count), cut.bytes(count)]
    this.wholes = cut.bytes(count)
    this.text = cut.bytes(text)
    this.attributions = JSON.parse(cut.bytes(json).toString())
    this.wanted = this.attributions.map(wants)
    this.count = count
    this.rank = rank
    this.columns = { count, ms, zone, line, column, what, messageStart, messageEnd, textStart }
  }

  /** What was found of an item's events. */
  attributionsOf(i: number): readonly Attribution[] {
    const found: Attribution[] = []
    for (let k = this.firsts[i]!; k < this.firsts[i + 1]!; k++) found.push(this.attributions[this.places[k]!]!)
    return found
  }

  /** Whether any of an item's events is wanted. */
  isWanted(i: number): boolean {
    for (let k = this.firsts[i]!; k < this.firsts[i + 1]!; k++) if (this.wanted[this.places[k]!]) return true
    return false
  }

  /** Whether more than events comes of an item. */
  isWhole(i: number): boolean {
    return this.wholes[i] === 1
  }

  origin(i: number): number {
    return this.origins[i]!
  }

  time(i: number): Item['time'] {
    return instantAt(this.columns, i)
  }

  item(i: number, origin: Origin): Item {
    const { textStart } = this.columns
    return itemOf(this.columns, this.text.subarray(textStart[i], textStart[i + 1]), i, origin, 0)
  }
}

/** Takes columns off the front of bytes, the widest first, so that each begins where it may. */
class Cut {
  private at = 0
  private readonly all: Buffer

  constructor(all: Buffer) {
    this.all = all.byteOffset % 8 === 0 ? all : Buffer.from(new Uint8Array(all).buffer)
  }

  doubles(count: number): Float64Array {
    return new Float64Array(this.all.buffer, this.all.byteOffset + this.skip(count * 8), count)
  }

  words(count: number): Uint32Array {
    return new Uint32Array(this.all.buffer, this.all.byteOffset + this.skip(count * 4), count)
  }

  shorts(count: number): Int16Array {
    return new Int16Array(this.all.buffer, this.all.byteOffset + this.skip(count * 2), count)
  }

  bytes(count: number): Buffer {
    const from = this.skip(count)
    return this.all.subarray(from, from + count)
  }

  private skip(bytes: number): number {
    const at = this.at
    this.at += bytes
    return at
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)
}
