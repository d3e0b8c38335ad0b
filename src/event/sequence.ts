import type { Item } from '../entry/entry.ts'
import type { ItemRun } from '../entry/item-store.ts'
import { MergeOrder } from './merge-order.ts'

/** All items in one order by time (see mergeEvents); those of a run stay in theirs. Items are only made when their turn comes. */
export function* sequence(runs: readonly ItemRun[]): Generator<Item> {
  const times = runs.map(({ origin, count, ms, zone, isNote }) => ({ source: origin.source, count, ms, zone, isNote }))
  for (const order = new MergeOrder(times); order.next(); ) yield runs[order.run]!.item(order.place)
}
