import { tmpdir } from 'node:os'
import { Crew } from './crew/crew.ts'
import type { WorkerSetup } from './crew/message.ts'
import { type Pass, passAll } from './crew/pass.ts'
import type { Shared } from './crew/readings.ts'
import { AT_ONCE } from './crew/stretches.ts'
import { BlockStore, KEPT } from './entry/block-store.ts'
import { ItemStore } from './entry/item-store.ts'
import { sequence } from './event/sequence.ts'
import type { JourneyInput } from './journey.ts'
import { readAll } from './read-all.ts'

type Through = Pick<JourneyInput, 'sources' | 'jobs' | 'interrupt' | 'textLimit' | 'since'>

/**
 * Reads all sources to their ends and passes on what they say, in one order. What it holds meanwhile is let go of.
 * @throws BugError when a reading thread died
 */
export async function readThrough(
  { sources, jobs = 1, interrupt, textLimit = KEPT, since = null }: Through,
  asked: Omit<WorkerSetup, 'since'>,
  known: Pick<Shared, 'wants' | 'scope' | 'survey' | 'tracker'>,
  pass: Pass,
): Promise<void> {
  const { stop, giveUp } = interrupt ?? {}
  const blocks = new BlockStore(tmpdir(), textLimit)
  const newBlocks = (): BlockStore => new BlockStore(tmpdir(), Math.floor(textLimit / AT_ONCE))
  try {
    const store = new ItemStore(blocks)
    const crew = jobs > 1 ? new Crew(jobs, { ...asked, since }, { stop }) : null
    try {
      const stops = [stop, crew?.broken].filter((signal) => signal !== undefined)
      await readAll(sources, { ...known, store, newBlocks, stop: AbortSignal.any(stops), giveUp }, crew, pass)
    } finally {
      await crew?.dismiss()
    }
    const runs = store.runs()
    const count = runs.reduce((sum, run) => sum + run.count, 0)
    await passAll(sequence(runs), pass, giveUp, (passed) => known.tracker.replay(passed / count))
  } finally {
    blocks.close()
  }
}
