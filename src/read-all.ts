import type { Crew } from './crew/crew.ts'
import { isPackedFile, readApart, readRanges, type Shared } from './crew/readings.ts'
import { type Pass, readSole } from './crew/sole.ts'
import { readSource } from './entry/read.ts'
import type { PackedFile } from './source/open.ts'
import type { Source } from './source/source.ts'

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
    number++
    if (isPackedFile(found)) apart.push(watched(readApart(found, number, shared, crew!)))
    else if (!shared.scope.source(found)) continue
    else if (found.sole && (found.file?.size ?? LARGE) >= LARGE) await readSole(found, number, shared, crew, pass)
    else if (crew && found.file && found.file.size >= LARGE) apart.push(watched(readRanges(found, number, shared, crew)))
    else await readHere(found, number, shared)
  }
  await Promise.all(apart)
}

async function readHere(source: Source, number: number, { wants, store, survey, onProgress }: Shared): Promise<void> {
  const { name, node, packing, problems } = source
  const part = { source: number, part: 0, firstLine: 0 }
  const progress = onProgress(name)
  const summary = await readSource(source, { wants, onProgress: progress }, (batch, origins) => store.add(batch, part, origins))
  survey.add(number, { head: { name, node, packing }, problems, summary })
}

/** It is awaited later: until then a failure must not count as unheard. */
function watched(reading: Promise<void>): Promise<void> {
  reading.catch(() => undefined)
  return reading
}
