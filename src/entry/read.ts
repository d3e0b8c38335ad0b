import { setImmediate } from 'node:timers/promises'
import { filePages, type Range } from '../source/file-pages.ts'
import type { Stop } from '../source/ledger.ts'
import { lend, type PageSize } from '../source/page-builder.ts'
import { PAGE_SIZE, pages } from '../source/pages.ts'
import type { Source } from '../source/source.ts'
import { kernelOf } from './quiet-run.ts'
import { type BatchSink, Reading, SMALL, type Stretch } from './reading.ts'
import type { ReadingSummary } from './tally.ts'
import type { Wants } from './wants.ts'

/** Files are read synchronously: between so many pages timers and signal handlers get their turn. */
const PAGES_PER_TURN = 2

export interface ReadOptions {
  readonly wants: Wants
  readonly pageSize?: PageSize
  /** Only this stretch of the source's file; line numbers then count from its beginning. */
  readonly range?: Range
  /** Called after each page with the bytes read and the Go reports met so far. */
  readonly onProgress?: (bytes: number, goReports: number) => void
  /** Ends the reading behind the page under way. */
  readonly stop?: Stop | undefined
  /** Done as long as nothing stood newest first. */
  readonly stretch?: Stretch
}

/**
 * Reads a source to its end in one pass: envelopes peeled, wrapped lines joined, newest-first runs turned round, entries framed.
 * Every line is counted once. Never throws for what stands in the source.
 */
export async function readSource(source: Source, options: ReadOptions, sink: BatchSink): Promise<ReadingSummary> {
  const { file } = source
  const { pageSize = PAGE_SIZE, range = file?.range ?? { from: 0, to: file?.size ?? 0 } } = options
  const reading = new Reading(source, options.wants, sink, range.newestFirst)
  if (!file || range.to - range.from > SMALL) lend(kernelOf(options.wants).pages)
  let count = 0
  let stretched = 0
  try {
    for await (const page of file ? filePages(file.path, range, pageSize) : pages(source, pageSize)) {
      reading.page(page.buf, page.end, page.cutLines)
      options.onProgress?.(reading.tally.bytes, reading.tally.goReports)
      if (options.stretch) stretched = await reading.handOn(stretched, options.stretch)
      if (file && ++count % PAGES_PER_TURN === 0) await setImmediate()
      if (options.stop?.aborted) break
    }
    if (options.stop?.aborted) reading.tally.stopped = true
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    reading.tally.fault = error.message
  }
  return reading.close()
}
