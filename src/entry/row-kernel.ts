import type { Stencil } from '../envelope/stencil.ts'
import type { FastEnds } from '../envelope/stencils.ts'
import code from './kernel/row.json' with { type: 'json' }
import type { Exports } from './kernel-exports.ts'
import { ProgramStore } from './program-store.ts'
import { RowCounts } from './row-counts.ts'
import { PAUSE } from './times.ts'
import type { Wants } from './wants.ts'
import { type Global, type Module, WebAssembly } from './webassembly.ts'
import { WordLists } from './word-lists.ts'

const BLOCK = 64 << 10
/** Memory for the pages of one source: those of a log with lines of common length take less. */
const PAGES = 5 << 20
/** Bytes of a page elsewhere that are looked at at once. */
export const PIECE = 256 << 10
/** Lines are looked at in steps of so many bytes, also where the last one reaches over their end. */
const STEP = 16
/** Bytes at the beginning of its memory that are its own. */
const STATIC = 1024
/** Names of one line that are learnt: those of a line with more would push each other out for ever. */
export const MOST_NAMES = 8
/** Where the level stands in an entry. */
const LEVEL = 34
const SPACE = 0x20
const OF_ID = /[\w.:/@-]/

let module: Module | null = null

/** How an entry stands in its line: alone, behind what a transport wrote before it, or inside a JSON string. */
export type Form = 'bare' | 'wrapped' | 'escaped'

/**
 * The part of a look at lines in a row that runs on every byte, made by WebAssembly, and its memory. What it must be told beforehand stands
 * in tables there; what it lacks while it goes on it asks for (see QuietRun).
 */
export class RowKernel implements FastEnds {
  /** All of its memory: a place in it is an address. */
  readonly memory: Buffer
  /** Where pages that lie here need not be copied. */
  readonly pages: Buffer
  readonly begin: Exports['begin']
  readonly go: Exports['go']
  /** What the row amounted to when the kernel came back last. */
  readonly counts: RowCounts
  /** Of the second that was learnt last, in minutes east of UTC. */
  zone = 0
  readonly stringEnd: FastEnds['stringEnd']
  readonly textEnd: FastEnds['textEnd']
  private readonly exports: Exports
  /** Where heads lie that were learnt of entries that stand so. */
  private readonly heads: Readonly<Record<Form, number>>
  private readonly programs: ProgramStore
  private readonly piece: number
  private readonly second: number
  private readonly keys: number
  private readonly headSize: number
  private readonly records: number
  /** How many heads were learnt. */
  private learnt = 0
  private readonly keyCount: number
  private readonly asksKey: number

  constructor(private readonly wants: Wants) {
    module ??= new WebAssembly.Module(Buffer.from(code, 'base64'))
    const exports = new WebAssembly.Instance(module).exports as unknown as Exports
    this.exports = exports
    this.headSize = this.constant('HEAD_SIZE')
    this.records = this.constant('RECORDS')
    this.keyCount = this.constant('KEYS')
    this.asksKey = this.constant('WRAPPED_ASKS_KEY')
    let free = STATIC
    const room = (bytes: number): number => {
      const place = free
      free += Math.ceil(bytes / STEP) * STEP
      return place
    }
    const heads = (): number => room(this.constant('SHELVES') * this.records * this.headSize)
    this.heads = { bare: heads(), wrapped: heads(), escaped: heads() }
    const scratch = room(this.constant('SCRATCH') + STEP)
    this.programs = new ProgramStore(room)
    this.keys = room(this.keyCount * 8)
    const ofId = room(256)
    this.second = room(48)
    const counts = room(RowCounts.SIZE)
    const { leaps, looked } = wants.troubles ?? { leaps: [], looked: 0 }
    const words = leaps.map((table) => ({ table, lists: new WordLists(table, room) }))
    this.piece = room(PIECE + STEP)
    const pages = room(PAGES + STEP)
    exports.memory.grow(Math.ceil(free / BLOCK))
    this.memory = Buffer.from(exports.memory.buffer)
    this.pages = this.memory.subarray(pages, pages + PAGES)
    this.begin = exports.begin
    this.go = exports.go
    this.counts = new RowCounts(exports.memory.buffer, counts)
    this.stringEnd = exports.stringEnd
    this.textEnd = exports.textEnd
    exports.setUp(this.heads.bare, this.keys, ofId, this.second, looked)
    exports.setPause(PAUSE)
    exports.setCountsPlace(counts)
    exports.setScratch(scratch)
    for (const { table, lists } of words) lists.write(this.memory, table.block === 2 ? exports.setShortWords : exports.setLongWords)
    for (let c = 0; c < 128; c++) if (OF_ID.test(String.fromCharCode(c))) this.memory[ofId + c] = 1
  }

  /** A number that it exports. */
  constant(name: string): number {
    return (this.exports as unknown as Record<string, Global>)[name]!.value
  }

  /** Whether the bytes of a page lie where they can be looked at as they are. */
  holds(buf: Buffer): boolean {
    return buf.buffer === this.memory.buffer
  }

  /** Copies bytes of a page that lies elsewhere, `PIECE` at the most. @returns where the first one lies now */
  load(buf: Buffer, from: number, to: number): number {
    buf.copy(this.memory, this.piece, from, to)
    return this.piece
  }

  /** Has heads be looked up among those of entries that stand so. */
  expect(form: Form): void {
    this.exports.setHeads(this.heads[form])
  }

  /** Whether entries that are graver than INFO, and of no interest, may be of rows. */
  takeBad(takes: boolean): void {
    this.exports.setTakesBad(takes && this.wants.troubles !== null)
  }

  /** Goes over lines of a page in its memory, from `start` on, as long as they are known; `counts` then say what they amount to. */
  wrapped(
    { program, form }: { readonly program: number; readonly form: Form },
    buf: Buffer,
    start: number,
    end: number,
    { earliest, latest, before }: { readonly earliest: number; readonly latest: number; readonly before: number },
  ): void {
    const origin = buf.byteOffset
    this.expect(form)
    this.begin(earliest, latest, before)
    let at = origin + start
    for (let asked = 0; asked <= MOST_NAMES; asked++, at = this.counts.at) {
      if (this.exports.goWrapped(program, at, origin + end, origin + buf.length) !== this.asksKey) break
      this.learnAskedKey()
    }
  }

  /** Tells what a look at the line around the entry at an address found. @param headLength 0 where its head says nothing for certain */
  learnWrapped(
    form: Form,
    entry: number,
    { ms, zone, headLength, isIdle }: { readonly ms: number; readonly zone: number; readonly headLength: number; readonly isIdle: boolean },
  ): void {
    const { memory } = this
    if (memory[entry + 24] === SPACE && memory[entry + 32] === SPACE) this.learnSecond(entry, ms, zone)
    if (headLength === 0) return
    this.expect(form)
    this.learnHead(entry + LEVEL, headLength, this.constant(isIdle ? 'IDLE' : 'QUIET'))
  }

  /** Where it can be read how lines are wrapped, null where they must be looked at one by one. */
  programOf(stencil: Stencil): number | null {
    return this.programs.of(stencil, this.memory)
  }

  /** Tells of the second that begins the entry at an address: an instant in it, and its zone in minutes east of UTC. */
  learnSecond(entry: number, ms: number, zone: number): void {
    this.memory.copyWithin(this.second, entry, entry + 34)
    this.exports.setSecond(Math.floor(ms / 1000) * 1000)
    this.zone = zone
  }

  /** Tells what the head that begins with the level at an address shows. @returns false where it is too long to be remembered */
  learnHead(level: number, length: number, kind: number): boolean {
    if (length > this.headSize - 8) return false
    if (this.exports.headOf(level, length) !== 0) return true
    const shelf = this.exports.shelfOf(level)
    const taken = (record: number): boolean => this.memory[shelf + record * this.headSize] !== 0
    let free = 0
    while (free < this.records && taken(free)) free++
    const record = shelf + (free < this.records ? free : this.learnt++ % this.records) * this.headSize
    this.memory[record] = length
    this.memory[record + 1] = kind
    this.memory.copyWithin(record + 8, level, level + length)
    return true
  }

  /** Learns what the name of a field says that was asked of. */
  learnAskedKey(): void {
    const { keyHash, keyStart, keyEnd } = this.exports
    const hash = keyHash.value
    const says = this.wants.saysOf(hash, this.memory.toString('latin1', keyStart.value, keyEnd.value))
    const record = this.keys + (Math.imul(hash, 0x9e3779b1) >>> (32 - Math.log2(this.keyCount))) * 8
    this.memory.writeInt32LE(hash, record)
    this.memory.writeInt32LE(says, record + 4)
  }
}
