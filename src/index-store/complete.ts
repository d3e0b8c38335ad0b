import { statSync } from 'node:fs'
import { narrow } from '../entry/narrow.ts'
import type { Scope } from '../scope.ts'
import { nodeName } from '../source/node-name.ts'
import type { Directory, KeptSource, Names } from './directory.ts'

/**
 * Whether an index holds all that a reading would give. It does not where the reading would leave out a part of a source for the time
 * that was asked for, since what was counted was counted over the whole; such a reading is short anyway.
 */
export function isComplete({ sources, zoneless }: Directory, names: Names, scope: Scope): boolean {
  // Times without zone are read in that of other sources: without those they may stand elsewhere among the rest.
  if (zoneless && !sources.every((source) => scope.source(source))) return false
  return sources.every((source) => isReadWhole(source, names, scope))
}

/** Whether all of a source would be read, and still be taken for that of the same node. */
function isReadWhole(source: KeptSource, names: Names, { side, isPast }: Scope): boolean {
  const [name, file] = [names.of(source), names.of({ file: source.file, rest: '' })]
  if (nodeName(name) !== source.node) return false
  if (side === null) return true
  if (isPast(name) || isPast(file)) return false
  if (source.packing.length > 0) return true
  const { size } = statSync(file)
  const { from, to } = narrow({ path: file, size }, side)?.range ?? { from: 0, to: size }
  return to - from === size
}
