import type { Event } from '../../event/event.ts'
import type { Invariant } from '../../knowledge/contract.ts'
import { withoutFields } from '../slim.ts'
import { MOST_OPEN, OpenInstances } from './open-instances.ts'
import { type Rule, type Suspect, suspicionOf } from './rule.ts'

interface Reading {
  readonly event: Event
  readonly value: number
  readonly node: string
}

/** A number never goes down, or always goes up, until a reset. Readings of different nodes are not compared: their order is advice. */
export function monotoneRule(invariant: Extract<Invariant, { rule: 'monotone' }>, suspect: Suspect): Rule {
  const of = new Set(invariant.of)
  const resets = new Set(invariant.resets)
  const readings = new OpenInstances<Reading>()
  /** Which nodes may have a reading of an instance. */
  const readBy = new Map<string, readonly string[]>()
  let [lastKey, lastNode, lastPlace] = ['', '', '']
  const placeOf = (key: string, node: string): string => {
    if (key !== lastKey || node !== lastNode) [lastKey, lastNode, lastPlace] = [key, node, `${key}\n${node}`]
    return lastPlace
  }
  const forget = (key: string) => {
    for (const node of readBy.get(key) ?? []) readings.delete(`${key}\n${node}`)
    readBy.delete(key)
  }
  const note = (key: string, node: string) => {
    const nodes = readBy.get(key) ?? []
    if (nodes.includes(node)) return
    if (nodes.length === 0 && readBy.size >= MOST_OPEN) forget(readBy.keys().next().value as string)
    readBy.set(key, [...nodes, node])
  }
  const clear = () => {
    readings.clear()
    readBy.clear()
  }
  return {
    invariant,
    kinds: new Set([...of, ...resets]),
    see(event, key, node) {
      if (resets.has(event.kind)) {
        if (key === null) clear()
        else forget(key)
      }
      if (!of.has(event.kind) || key === null) return
      const value = numberIn(event.fields[invariant.field])
      if (value === null) return
      const place = placeOf(key, node)
      const before = readings.get(place)
      const reading: Reading = { event: withoutFields(event), value, node }
      readings.set(place, reading)
      if (before === undefined) return note(key, node)
      const fell = value < before.value || (invariant.strict === true && value === before.value)
      if (fell) suspect(suspicionOf(invariant, key, [before.event, reading.event], { exceptions: invariant.resets }))
    },
    restart: (node) => readings.deleteOf(node),
    close: clear,
  }
}

/** Whole numbers beyond what a double holds exactly (timestamps of TiDB) still compare rightly unless they are very near. */
function numberIn(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}
