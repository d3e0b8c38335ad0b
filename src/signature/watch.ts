import type { Condition } from '../../grammars/condition.ts'
import { ForSame } from './for-same.ts'
import { Before, During, Missing, Then } from './sequences.ts'
import type { Watcher } from './watcher.ts'
import { Count, Negation, OneSelection, Several } from './watchers.ts'

/**
 * The watcher of a condition. Conditions come from compile.ts, which refuses `then` over parts that have no moments.
 * @param bitOf a bit for each selection's name; several names may share one
 */
export function watch(condition: Condition, bitOf: (name: string) => number): Watcher {
  const part = (of: Condition): Watcher => watch(of, bitOf)
  switch (condition.kind) {
    case 'selection':
      return new OneSelection(condition.name, bitOf(condition.name))
    case 'not':
      return new Negation(part(condition.operand))
    case 'and':
    case 'or':
      return new Several(condition.kind === 'and', condition.operands.map(part))
    case 'count':
      return new Count(condition, bitOf(condition.of.name))
    case 'then':
      return new Then(part(condition.first), part(condition.second), condition.within)
    case 'before':
      return new Before(part(condition.first), part(condition.second))
    case 'during':
      return new During(part(condition.what), part(condition.from), part(condition.until))
    case 'same':
      return new ForSame(() => part(condition.of), condition.by)
    case 'missing':
      return new Missing(part(condition.what), part(condition.after), condition.within)
  }
}
