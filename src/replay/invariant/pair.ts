import type { Event } from '../../event/event.ts'
import type { PairRule } from '../../knowledge/rules.ts'
import { withoutFields } from '../slim.ts'
import { OpenInstances } from './open-instances.ts'
import { type Rule, type Suspect, type Suspicion, suspicionOf } from './rule.ts'
import { kindsOf, ToldLines } from './told.ts'

interface Opened {
  readonly event: Event
  readonly node: string
  /** That it was open already; withdrawn when the line that closed it comes late. */
  suspicion: Suspicion | null
}

/** `open` and `close` alternate: an `open` on what is open already is a breach. */
export function pairRule(invariant: PairRule, suspect: Suspect): Rule {
  const [open, close, voided] = [new ToldLines(invariant.open), new ToldLines(invariant.close), new ToldLines(invariant.voidedBy)]
  const held = new OpenInstances<Opened>()

  const settle = (opened: Opened | undefined) => {
    if (opened?.suspicion) suspect(opened.suspicion)
  }
  const begin = (key: string, node: string, line: Event) => {
    const before = held.get(key)
    if (before !== undefined && isSameLine(before.event, line)) return
    settle(before)
    const event = withoutFields(line)
    const again = before !== undefined && before.node === node
    const suspicion = again ? suspicionOf(invariant, key, [before.event, event], { absent: close.kinds }) : null
    held.set(key, { event, node, suspicion })
  }
  const end = (key: string, { time }: Event) => {
    const opened = held.get(key)
    if (opened === undefined) return
    const isLate = opened.suspicion !== null && (time?.ms ?? Number.NaN) - (opened.event.time?.ms ?? Number.NaN) <= invariant.lateMs
    if (isLate) opened.suspicion = null
    else {
      settle(opened)
      held.delete(key)
    }
  }
  const endAll = (node: string | null) => {
    for (const [, opened] of held.entries()) if (node === null || opened.node === node) settle(opened)
    if (node === null) held.clear()
    else held.deleteOf(node)
  }

  return {
    invariant,
    kinds: kindsOf(open, close, voided),
    forAll: kindsOf(close, voided),
    see(event, key, node) {
      if (open.has(event)) {
        if (key !== null) begin(key, node, event)
      } else if (close.has(event)) {
        if (key !== null) end(key, event)
        else endAll(node)
      } else if (voided.has(event)) {
        if (key === null) endAll(null)
        else {
          settle(held.get(key))
          held.delete(key)
        }
      }
    },
    restart: endAll,
    close: () => endAll(null),
  }
}

function isSameLine(a: Event, b: Event): boolean {
  return a.text === b.text && a.time?.ms === b.time?.ms
}
