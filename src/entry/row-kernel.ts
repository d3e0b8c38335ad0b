import type { FastEnds } from '../envelope/stencils.ts'
import code from './kernel/row.json' with { type: 'json' }
import { PAUSE } from './tally.ts'
import type { Wants } from './wants.ts'
import { type Global, type Memory, type Module, WebAssembly } from './webassembly.ts'
import { WordLists } from './word-lists.ts'

/** What `kernel/row.ts` exports; a global's value is its number. */
interface Exports {
  readonly memory: Memory
  setUp(heads: number, keys: number, ofId: number, second: number, looked: number, pause: number): void
  setShortWords(shifts: number, lists: number, length: number): void
  setLongWords(shifts: number, lists: number, length: number): void
  setSecond(ms: number): void
  begin(earliest: number, latest: number, before: number, takesBad: boolean): void
  go(from: number, end: number, given: number, givenLength: number): number
  shelfOf(level: number): number
  stringEnd: FastEnds['stringEnd']
  textEnd: FastEnds['textEnd']
  readonly [name: string]: unknown
}

const BLOCK = 64 << 10
/** Memory for the pages of one source: those of a log with lines of common length take less. */
const PAGES = 5 << 20
/** Bytes of a page elsewhere that are looked at at once. */
export const PIECE = 256 << 10
/** Lines are looked at in steps of so many bytes, also where the last one reaches over their end. */
const STEP = 16
/** Bytes at the beginning of its memory that are its own. */
const STATIC = 1024
const OF_ID = /[\w.:/@-]/

let module: Module | null = null

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
  readonly stringEnd: FastEnds['stringEnd']
  readonly textEnd: FastEnds['textEnd']
  private readonly exports: Exports
  private readonly piece: number
  private readonly second: number
  private readonly keys: number
  private readonly headSize: number
  private readonly records: number
  /** How many heads were learnt. */
  private learnt = 0
  private readonly keyCount: number

  constructor(wants: Wants) {
    module ??= new WebAssembly.Module(Buffer.from(code, 'base64'))
    const exports = new WebAssembly.Instance(module).exports as unknown as Exports
    this.exports = exports
    this.headSize = this.constant('HEAD_SIZE')
    this.records = this.constant('RECORDS')
    this.keyCount = this.constant('KEYS')
    let free = STATIC
    const room = (bytes: number): number => {
      const place = free
      free += Math.ceil(bytes / STEP) * STEP
      return place
    }
    const heads = room(this.constant('SHELVES') * this.records * this.headSize)
    this.keys = room(this.keyCount * 8)
    const ofId = room(256)
    this.second = room(48)
    const { leaps, looked } = wants.troubles ?? { leaps: [], looked: 0 }
    const words = leaps.map((table) => ({ table, lists: new WordLists(table, room) }))
    this.piece = room(PIECE + STEP)
    const pages = room(PAGES + STEP)
    exports.memory.grow(Math.ceil(free / BLOCK))
    this.memory = Buffer.from(exports.memory.buffer)
    this.pages = this.memory.subarray(pages, pages + PAGES)
    this.begin = exports.begin
    this.go = exports.go
    this.stringEnd = exports.stringEnd
    this.textEnd = exports.textEnd
    exports.setUp(heads, this.keys, ofId, this.second, looked, PAUSE)
    for (const { table, lists } of words) lists.write(this.memory, table.block === 2 ? exports.setShortWords : exports.setLongWords)
    for (let c = 0; c < 128; c++) if (OF_ID.test(String.fromCharCode(c))) this.memory[ofId + c] = 1
  }

  /** A number that it exports. */
  constant(name: string): number {
    return (this.exports[name] as Global | undefined)?.value ?? 0
  }

  /** A number that changes, to be read again and again. */
  global(name: string): { readonly value: number } {
    return this.exports[name] as Global
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

  /** Tells of the second that begins the line at an address: `ms` since 1970. */
  learnSecond(line: number, ms: number): void {
    this.memory.copyWithin(this.second, line, line + 34)
    this.exports.setSecond(ms)
  }

  /** Tells what the head that begins with the level at an address shows. @returns false where it is too long to be remembered */
  learnHead(level: number, length: number, kind: number): boolean {
    if (length > this.headSize - 8) return false
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

  /** Tells what the name of a field says, by its hash. */
  learnKey(hash: number, says: number): void {
    const record = this.keys + (Math.imul(hash, 0x9e3779b1) >>> (32 - Math.log2(this.keyCount))) * 8
    this.memory.writeInt32LE(hash, record)
    this.memory.writeInt32LE(says, record + 4)
  }
}
