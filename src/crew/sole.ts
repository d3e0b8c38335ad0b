import type { BlockStore } from '../entry/block-store.ts'
import { MAX_ENTRIES } from '../entry/gather.ts'
import { ItemStore } from '../entry/item-store.ts'
import { readSource } from '../entry/read.ts'
import { mergeSummaries } from '../entry/summaries.ts'
import type { ReadingSummary } from '../entry/tally.ts'
import { sequence } from '../event/sequence.ts'
import { linesBefore } from '../portion.ts'
import { type Range, rangesOf } from '../source/file-pages.ts'
import type { Stop } from '../source/ledger.ts'
import { newlinesIn } from '../source/newlines.ts'
import { PAGE_SIZE } from '../source/pages.ts'
import type { Source, SourceFile } from '../source/source.ts'
import { type Meter, meterOf } from '../tracker.ts'
import { type Crew, ORDERS } from './crew.ts'
import type { Said } from './message.ts'
import { type Pass, passAll } from './pass.ts'
import { received, type Shared } from './readings.ts'
import { Stretches } from './stretches.ts'

/** Bytes that are read before what they gave is worked on. */
const STRETCH = 32 << 20

/**
 * Reads a source beside which there is no other, so that what it gives need not wait for others: it is worked on stretch by stretch,
 * and memory does not grow with the source. A file that stands newest first is read from its end to its beginning; of a stream that does,
 * all must be read before the first can be told.
 */
export async function readSole(source: Source, number: number, shared: Shared, crew: Crew | null, pass: Pass): Promise<void> {
  await (source.file ? readSoleFile(source, source.file, number, shared, crew, pass) : readSoleStream(source, number, shared, pass))
}

/** What one stretch gave. */
interface Stretch {
  readonly store: ItemStore
  readonly blocks: BlockStore
  readonly part: { readonly source: number; readonly part: number; firstLine: number }
  summary: ReadingSummary | null
}

async function readSoleFile(
  source: Source,
  file: SourceFile,
  number: number,
  shared: Shared,
  crew: Crew | null,
  pass: Pass,
): Promise<void> {
  const { name, node, packing, problems } = source
  const { path, size, range: whole = { from: 0, to: size } } = file
  crew?.warm()
  const inFile = rangesOf(path, whole, Math.ceil((whole.to - whole.from) / STRETCH), MAX_ENTRIES, PAGE_SIZE)
  const ranges = whole.newestFirst ? inFile.toReversed() : inFile
  const stretches = new Stretches(ranges.length, crew ? ORDERS * (crew.size - 1) : 0, (i, apart) =>
    readStretch(source, path, ranges[i]!, begunAt(number, shared), shared, apart ? crew : null, shared.tracker.meter(name, path, i)),
  )
  const [first, before] = await Promise.all([stretches.take(0), countBefore({ path, size, range: ranges[0]! }, shared.stop)])
  if (before === null) first.blocks.close()
  let summary: ReadingSummary | null = null
  let firstLine = before ?? 0
  for (let i = 0; before !== null && i < ranges.length; i++) {
    const stretch = i === 0 ? first : await stretches.take(i)
    if (whole.newestFirst && i > 0) firstLine -= await linesOf(stretch, path, ranges[i]!)
    stretch.part.firstLine = firstLine
    if (stretch.summary !== null) {
      summary = summary === null ? stretch.summary : joined(summary, stretch.summary, whole)
      const stopped = summary.stopped || i < ranges.length - 1
      shared.survey.add(number, { head: { name, node, packing }, problems, summary: { ...summary, stopped } })
    }
    await hand(stretch, pass, shared.giveUp)
    if (stretch.summary === null || stretch.summary.stopped) break
    if (!whole.newestFirst) firstLine += stretch.summary.lines
  }
  for (const left of stretches.left()) (await left).blocks.close()
}

/** @returns null where that was stopped: but what was read of a file that stands newest first is worth the wait for its numbers */
async function countBefore(file: SourceFile, stop: AbortSignal | undefined): Promise<number | null> {
  if (file.range?.newestFirst) return linesBefore(file)
  const lines = await linesBefore(file, stop)
  return stop?.aborted ? null : lines
}

function joined(before: ReadingSummary, stretch: ReadingSummary, { newestFirst }: Range): ReadingSummary {
  return newestFirst ? mergeSummaries([stretch, before], true) : mergeSummaries([before, stretch])
}

/** All lines of a stretch, also where its reading was stopped. */
function linesOf({ summary }: Stretch, path: string, range: Range): Promise<number> | number {
  return summary === null || summary.stopped ? newlinesIn(path, range) : summary.lines
}

async function readStretch(
  source: Source,
  path: string,
  range: Range,
  stretch: Stretch,
  { wants, stop }: Shared,
  crew: Crew | null,
  meter: Meter,
): Promise<Stretch> {
  const { store, part } = stretch
  if (crew === null) {
    stretch.summary = await readSource(source, { wants, range, stop, onProgress: meter.at }, (batch, origins) =>
      store.add(batch, part, origins),
    )
    meter.end()
    return stretch
  }
  const hear = (said: Said): void => {
    if (said.what === 'batch') store.add(received(said.batch), part, said.origins)
    if (said.what === 'progress') meter.at(said.bytes, said.goReports)
    if (said.what === 'end') stretch.summary = said.summary
  }
  await crew.carryOut({ path, range }, hear, crew.size - 1)
  meter.end()
  return stretch
}

async function readSoleStream(source: Source, number: number, shared: Shared, pass: Pass): Promise<void> {
  const { name, node, packing } = source
  let stretch = begunAt(number, shared)
  const told = (summary: ReadingSummary): void =>
    shared.survey.add(number, { head: { name, node, packing }, problems: source.problems, summary })
  const done = async (soFar: ReadingSummary): Promise<void> => {
    told(soFar)
    await hand(stretch, pass, shared.giveUp)
    stretch = begunAt(number, shared)
  }
  const meter = meterOf(source, shared.tracker)
  const options = { wants: shared.wants, onProgress: meter.at, stop: shared.stop, stretch: { bytes: STRETCH, done } }
  const summary = await readSource(source, options, (batch, origins) => stretch.store.add(batch, stretch.part, origins))
  meter.end()
  told(summary)
  await hand(stretch, pass, shared.giveUp)
}

function begunAt(source: number, shared: Shared): Stretch {
  const blocks = shared.newBlocks()
  return { store: new ItemStore(blocks), blocks, part: { source, part: 0, firstLine: 0 }, summary: null }
}

async function hand({ store, blocks }: Stretch, pass: Pass, giveUp: Stop | undefined): Promise<void> {
  try {
    await passAll(sequence(store.runs()), pass, giveUp)
  } finally {
    blocks.close()
  }
}
