import type { Peeled } from './order.ts'
import { type IsHead, unwrap } from './unwrap.ts'

/** Lines may have been wrapped before they were wrapped in an envelope: joins neighbours of one shape. */
export function unwrapInside(peeled: readonly Peeled[], isHead: IsHead): readonly Peeled[] {
  if (peeled.every(({ names }) => names.length === 0)) return peeled
  const names = new Map(peeled.map((p) => [p.line.line, p.names]))
  return unwrap(
    peeled.map((p) => p.line),
    isHead,
  ).map((line) => ({ line, names: names.get(line.line) ?? [] }))
}
