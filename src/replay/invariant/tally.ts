import type { Event } from '../../event/event.ts'
import type { TallyRule } from '../../knowledge/rules.ts'
import { detached } from '../names.ts'
import { withoutFields } from '../slim.ts'
import { partOf } from './instance-keys.ts'
import { OpenInstances } from './open-instances.ts'
import { type Rule, type Suspect, suspicionOf } from './rule.ts'
import { kindsOf, numberIn, ToldLines } from './told.ts'

interface Tally {
  readonly node: string
  readonly parts: Set<string>
  /** The largest plan: one that was not written is made again, and may come out larger. */
  planned: { readonly event: Event; readonly count: number } | null
  /** The line that told of the newest part. */
  last: Event | null
}

/** Parts of one plan that are told apart. */
const MOST_PARTS = 10_000

/** No more different parts are heard of than were planned. That fewer are may have any reason; it is no matter of order, so it is judged at the end. */
export function tallyRule(invariant: TallyRule, suspect: Suspect): Rule {
  const [planned, heard, done] = [new ToldLines(invariant.planned), new ToldLines(invariant.heard), new ToldLines(invariant.done)]
  const tallies = new OpenInstances<Tally>()

  const tallyOf = (key: string, node: string): Tally => {
    const tally = tallies.get(key) ?? { node, parts: new Set<string>(), planned: null, last: null }
    tallies.set(key, tally)
    return tally
  }
  const hear = (tally: Tally, event: Event) => {
    const part = partOf(invariant.child, event)
    if (part === null || tally.parts.has(part) || tally.parts.size >= MOST_PARTS) return
    tally.parts.add(detached(part))
    tally.last = withoutFields(event)
  }
  const plan = (tally: Tally, event: Event) => {
    const count = numberIn(event.fields[invariant.field])
    if (count !== null && count > (tally.planned?.count ?? -1)) tally.planned = { event: withoutFields(event), count }
  }
  const judge = (key: string, { planned: most, parts, last }: Tally) => {
    if (most === null || last === null || parts.size <= most.count) return
    suspect(suspicionOf(invariant, key, [most.event, last], { exceptions: planned.kinds }))
  }

  return {
    invariant,
    kinds: kindsOf(planned, heard, done),
    forAll: kindsOf(done),
    see(event, key, node) {
      if (key === null) {
        if (done.has(event)) tallies.clear()
        return
      }
      if (heard.has(event)) hear(tallyOf(key, node), event)
      if (planned.has(event)) plan(tallyOf(key, node), event)
      const tally = done.has(event) ? tallies.get(key) : undefined
      if (tally === undefined) return
      judge(key, tally)
      tallies.delete(key)
    },
    restart() {},
    close() {
      for (const [key, tally] of tallies.entries()) judge(key, tally)
      tallies.clear()
    },
  }
}
