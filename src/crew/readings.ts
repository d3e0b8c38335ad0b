import type { BlockStore } from '../entry/block-store.ts'
import { MAX_ENTRIES } from '../entry/gather.ts'
import type { ItemStore, Part } from '../entry/item-store.ts'
import type { ItemBatch } from '../entry/pack.ts'
import { mergeSummaries } from '../entry/summaries.ts'
import type { ReadingSummary } from '../entry/tally.ts'
import type { Wants } from '../entry/wants.ts'
import { linesBefore } from '../portion.ts'
import type { Scope } from '../scope.ts'
import { rangesOf } from '../source/file-pages.ts'
import { newlinesIn } from '../source/newlines.ts'
import type { PackedFile } from '../source/open.ts'
import { PAGE_SIZE } from '../source/pages.ts'
import type { Problem, Source } from '../source/source.ts'
import type { Survey } from '../survey.ts'
import type { Meter, Tracker } from '../tracker.ts'
import type { Crew } from './crew.ts'
import type { Said, SourceHead } from './message.ts'

/** What all readings of a run share. */
export interface Shared {
  readonly wants: Wants
  readonly scope: Scope
  readonly survey: Survey
  readonly store: ItemStore
  /** @returns a store for blocks, which whoever asked for it closes */
  readonly newBlocks: () => BlockStore
  readonly tracker: Tracker
  /** Ends the reading; what was read so far is worked on. */
  readonly stop?: AbortSignal | undefined
  /** Ends the work on what was read. */
  readonly giveUp?: AbortSignal | undefined
}

/** Stretches of a file for each thread: small enough that none waits long for another. */
const STRETCHES = 3
/** Bytes of a stretch: of one that is stopped, the lines that are left are counted. */
const STRETCH = 64 << 20
/** Members of an archive are numbered between the number of their file and the next. */
export const MEMBERS = 1 << 20

export function isPackedFile(found: Source | PackedFile): found is PackedFile {
  return 'packed' in found
}

/** Has a thread open a packed file and read all that is in it. */
export async function readApart({ path }: PackedFile, number: number, shared: Shared, crew: Crew): Promise<void> {
  let member = 0
  let head: SourceHead | null = null
  let part: Part = { source: number, part: 0, firstLine: 0 }
  let meter: Meter | null = null
  const hear = (said: Said): void => {
    if (said.what === 'progress') meter?.at(said.bytes, said.goReports)
    if (said.what === 'end') meter?.end()
    if (said.what !== 'source' && head !== null && !shared.scope.source(head)) return
    if (said.what === 'source') {
      head = said.head
      meter = shared.tracker.meter(head.name, path)
      part = { source: number + member++ / MEMBERS, part: 0, firstLine: 0 }
    } else if (said.what === 'batch') shared.store.add(received(said.batch), part, said.origins)
    else if (said.what === 'skip') shared.survey.skip(part.source, said.bytes)
    else if (said.what === 'end') shared.survey.add(part.source, { head: head!, problems: said.problems, summary: said.summary })
  }
  await crew.carryOut({ path, range: null }, hear)
}

/** Has several threads read stretches of one plain file. */
export async function readRanges({ name, node, packing, file }: Source, number: number, shared: Shared, crew: Crew): Promise<void> {
  const { path, size, range: whole = { from: 0, to: size } } = file!
  const count = Math.max(crew.size * STRETCHES, Math.ceil((whole.to - whole.from) / STRETCH))
  const ranges = rangesOf(path, whole, count, MAX_ENTRIES, PAGE_SIZE)
  const place = (i: number): number => (whole.newestFirst ? ranges.length - 1 - i : i)
  const parts = ranges.map((_, i): Part => ({ source: number, part: place(i), firstLine: 0 }))
  const summaries: ReadingSummary[] = []
  const problems: Problem[] = []
  const meters = ranges.map((_, i) => shared.tracker.meter(name, path, i))
  const read = ranges.map((range, i) =>
    crew.carryOut({ path, range }, (said) => {
      if (said.what === 'batch') shared.store.add(received(said.batch), parts[i]!, said.origins)
      if (said.what === 'progress') meters[i]!.at(said.bytes, said.goReports)
      if (said.what === 'end') {
        meters[i]!.end()
        summaries[i] = said.summary
        if (i === 0) problems.push(...said.problems)
      }
    }),
  )
  parts[0]!.firstLine = await linesBefore(file!)
  await Promise.all(read)
  for (let i = 1; i < summaries.length; i++) {
    const { lines, bytes, stopped } = summaries[i - 1]!
    const { from, to } = ranges[i - 1]!
    const left = stopped ? await newlinesIn(path, { from: from + bytes, to }) : 0
    parts[i]!.firstLine = parts[i - 1]!.firstLine + lines + left
  }
  if (summaries.length === 0) return
  const summary = mergeSummaries(summaries, whole.newestFirst)
  const stopped = summary.stopped || summaries.length < ranges.length
  shared.survey.add(number, { head: { name, node, packing }, problems, summary: { ...summary, stopped } })
}

/** A buffer that came from another thread is a plain array of bytes. */
export function received({ count, columns, text }: ItemBatch): ItemBatch {
  return { count, columns: bufferOf(columns), text: bufferOf(text) }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
