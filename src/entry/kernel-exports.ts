import type { FastEnds } from '../envelope/stencils.ts'
import type { Global, Memory } from './webassembly.ts'

/** What the kernel exports; a global's value is its number. */
export interface Exports {
  readonly memory: Memory
  setUp(heads: number, keys: number, ofId: number, second: number, looked: number): void
  setPause(pause: number): void
  setCountsPlace(place: number): void
  setTakesBad(bad: boolean): void
  setScratch(place: number): void
  setHeads(place: number): void
  setShortWords(shifts: number, lists: number, length: number): void
  setLongWords(shifts: number, lists: number, length: number): void
  setSecond(ms: number): void
  begin(earliest: number, latest: number, before: number): void
  go(from: number, end: number, given: number, givenLength: number): number
  goWrapped(stencil: number, start: number, end: number, limit: number): number
  headOf(level: number, room: number): number
  shelfOf(level: number): number
  stringEnd: FastEnds['stringEnd']
  textEnd: FastEnds['textEnd']
  readonly keyHash: Global
  readonly keyStart: Global
  readonly keyEnd: Global
}
