import type { Event } from '../../event/event.ts'
import type { LineRule } from '../../knowledge/rules.ts'
import { detached } from '../names.ts'
import { withoutFields } from '../slim.ts'
import { MOST_OPEN } from './open-instances.ts'
import { type Rule, type Suspect, type Suspicion, suspicionOf } from './rule.ts'
import { kindsOf, ToldLines, testOf } from './told.ts'

/** What one line says holds together by itself. Where something else may explain it, that may come before or after. */
export function lineRule(invariant: LineRule, suspect: Suspect): Rule {
  const [lines, unless] = [new ToldLines(invariant.lines), new ToldLines(invariant.unless)]
  const passes = testOf(invariant.must)
  const excused = new Set<string>()
  const waiting = new Map<string, Suspicion>()

  const excuse = (key: string) => {
    if (excused.size >= MOST_OPEN) excused.delete(excused.values().next().value as string)
    excused.add(detached(key))
    waiting.delete(key)
  }
  const accuse = (key: string, event: Event) => {
    const suspicion = suspicionOf(invariant, key, [withoutFields(event)], { exceptions: unless.kinds })
    if (unless.kinds.length === 0) suspect(suspicion)
    else if (waiting.size < MOST_OPEN && !waiting.has(key)) waiting.set(detached(key), suspicion)
  }

  return {
    invariant,
    kinds: kindsOf(lines, unless),
    forAll: kindsOf(unless),
    see(event, key) {
      if (unless.has(event)) {
        if (key === null) waiting.clear()
        else excuse(key)
      }
      if (key !== null && lines.has(event) && !passes(event) && !excused.has(key)) accuse(key, event)
    },
    restart() {},
    close() {
      for (const suspicion of waiting.values()) suspect(suspicion)
      waiting.clear()
    },
  }
}
