import type { Instant, Item } from '../entry/entry.ts'
import type { ItemRun } from '../entry/item-store.ts'
import { mergeEvents } from './merge.ts'

interface Handle {
  readonly time: Instant | null
  readonly where: { readonly source: string; readonly line: number }
  readonly kind: string
  readonly run: ItemRun
  readonly i: number
}

/** All items in one order by time; those of a run stay in theirs. Items are only made when their turn comes. */
export function* sequence(runs: readonly ItemRun[]): Generator<Item> {
  for (const { run, i } of mergeEvents(runs.map(handles))) yield run.item(i)
}

function handles(run: ItemRun): readonly Handle[] {
  const where = { source: run.origin.source, line: 0 }
  return Array.from({ length: run.count }, (_, i) => {
    const ms = run.ms(i)
    return { time: Number.isNaN(ms) ? null : { ms, zone: run.zone(i) }, where, kind: run.isNote(i) ? 'note' : 'entry', run, i }
  })
}
