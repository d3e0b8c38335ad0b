import type { Crew } from './crew/crew.ts'
import type { Pass } from './crew/pass.ts'
import { isPackedFile, MEMBERS, readApart, readRanges, type Shared } from './crew/readings.ts'
import { readSole } from './crew/sole.ts'
import { unpackApart } from './crew/unpacking.ts'
import { readSource } from './entry/read.ts'
import { emptySummary, linesBefore, type Portion, portionOf } from './portion.ts'
import { isNewestFirst } from './source/newest-first.ts'
import { nodeName } from './source/node-name.ts'
import type { PackedFile } from './source/open.ts'
import type { Source } from './source/source.ts'
import { meterOf } from './tracker.ts'

/** Bytes of a plain file from which on it is read in stretches. */
const LARGE = 96 << 20

/**
 * Reads all sources to their ends, into the store; with a crew, large ones beside each other. A large source that is the only one
 * is passed on while it is read. What comes out does not depend on the crew.
 * @throws BugError when a reading thread died
 */
export async function readAll(sources: AsyncIterable<Source | PackedFile>, shared: Shared, crew: Crew | null, pass: Pass): Promise<void> {
  const apart: Promise<void>[] = []
  let number = 0
  for await (const found of sources) {
    if (shared.stop?.aborted) break
    number++
    if (isPackedFile(found)) {
      if (shared.scope.isPast(found.path)) leaveOut(found, number, shared)
      else if (found.alone) await readUnpacked(found, number)
      else apart.push(watched(readApart(found, number, shared, crew!)))
    } else if (shared.scope.source(found)) await read(await portionOf(found, shared.scope), number)
  }
  await Promise.all(apart)
  crew?.broken.throwIfAborted()

  /** Members of an archive are numbered between the number of their file and the next. */
  async function readUnpacked(file: PackedFile, number: number): Promise<void> {
    let member = 0
    for await (const source of unpackApart(file, crew!)) {
      if (shared.stop?.aborted) break
      if (shared.scope.source(source)) await read(await portionOf(source, shared.scope), number + member / MEMBERS)
      member++
    }
  }

  async function read({ source, skipped, summary }: Portion, number: number): Promise<void> {
    const { name, node, packing, problems, file, sole } = source
    const size = file ? (file.range ? file.range.to - file.range.from : file.size) : LARGE
    if (skipped > 0) shared.survey.skip(number, skipped)
    if (file) shared.tracker.skip(skipped)
    if (summary) shared.survey.add(number, { head: { name, node, packing }, problems, summary })
    else if (sole && size >= LARGE) await readSole(ordered(source), number, shared, crew, pass)
    else if (crew && file && size >= LARGE) apart.push(watched(readRanges(ordered(source), number, shared, crew)))
    else await readHere(size >= LARGE ? ordered(source) : source, number, shared)
  }
}

/** The source, and whether it stands newest first where that can be looked up. */
function ordered(source: Source): Source {
  const { file } = source
  if (!file || file.range || !isNewestFirst(file.path, { from: 0, to: file.size })) return source
  return { ...source, file: { ...file, range: { from: 0, to: file.size, newestFirst: true } } }
}

function leaveOut({ path, size }: PackedFile, number: number, { survey, tracker }: Shared): void {
  tracker.skip(size)
  survey.skip(number, size)
  survey.add(number, { head: { name: path, node: nodeName(path), packing: [] }, problems: [], summary: emptySummary() })
}

async function readHere(source: Source, number: number, { wants, store, survey, tracker, stop }: Shared): Promise<void> {
  const { name, node, packing, problems, file } = source
  const part = { source: number, part: 0, firstLine: file ? await linesBefore(file, stop) : 0 }
  if (stop?.aborted) return
  const meter = meterOf(source, tracker)
  const summary = await readSource(source, { wants, onProgress: meter.at, stop }, (batch, origins) => store.add(batch, part, origins))
  meter.end()
  survey.add(number, { head: { name, node, packing }, problems, summary })
}

/** It is awaited later: until then a failure must not count as unheard. */
function watched(reading: Promise<void>): Promise<void> {
  reading.catch(() => undefined)
  return reading
}
