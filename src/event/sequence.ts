import type { Instant, Item } from '../entry/entry.ts'
import type { ItemRun } from '../entry/item-store.ts'
import { mergeEvents } from './merge.ts'
import { FALL_MS } from './stretches.ts'

interface Handle {
  readonly time: Instant | null
  readonly where: { readonly source: string; readonly line: number }
  readonly kind: string
  readonly run: ItemRun
  readonly i: number
}

/** All items in one order by time; those of a run stay in theirs. Items are only made when their turn comes. */
export function* sequence(runs: readonly ItemRun[]): Generator<Item> {
  const [first, ...others] = runs
  if (first && others.length === 0 && isSteady(first)) {
    for (let i = 0; i < first.count; i++) yield first.item(i)
    return
  }
  for (const { run, i } of mergeEvents(runs.map(handles))) yield run.item(i)
}

/** Whether merging could not move anything: no note stands by its own time, all zones are printed, times fall back for moments at the most. */
function isSteady(run: ItemRun): boolean {
  let latest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < run.count; i++) {
    const ms = run.ms(i)
    if (run.isNote(i) || latest - ms > FALL_MS || (run.zone(i) === null && !Number.isNaN(ms))) return false
    if (ms > latest) latest = ms
  }
  return true
}

function handles(run: ItemRun): readonly Handle[] {
  const where = { source: run.origin.source, line: 0 }
  return Array.from({ length: run.count }, (_, i) => {
    const ms = run.ms(i)
    return { time: Number.isNaN(ms) ? null : { ms, zone: run.zone(i) }, where, kind: run.isNote(i) ? 'note' : 'entry', run, i }
  })
}
