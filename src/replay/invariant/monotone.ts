import type { Event } from '../../event/event.ts'
import type { Invariant } from '../../knowledge/contract.ts'
import { OpenInstances, type Rule, type Suspect, suspicionOf } from './rule.ts'

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
  return {
    invariant,
    kinds: new Set([...of, ...resets]),
    see(event, key, node) {
      if (resets.has(event.kind)) {
        if (key === null) readings.clear()
        else for (const it of readings.keys()) if (it === key || it.startsWith(`${key}\n`)) readings.delete(it)
      }
      if (!of.has(event.kind) || key === null) return
      const value = numberIn(event.fields[invariant.field])
      if (value === null) return
      const before = readings.get(`${key}\n${node}`)
      readings.set(`${key}\n${node}`, { event, value, node })
      if (before === undefined) return
      const fell = value < before.value || (invariant.strict === true && value === before.value)
      if (fell) suspect(suspicionOf(invariant, key, [before.event, event], { exceptions: invariant.resets }))
    },
    restart(node) {
      for (const [key, reading] of readings) if (reading.node === node) readings.delete(key)
    },
    close() {
      readings.clear()
    },
  }
}

/** Whole numbers beyond what a double holds exactly (timestamps of TiDB) still compare rightly unless they are very near. */
function numberIn(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}
