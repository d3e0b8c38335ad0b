import type { EntityRef } from '../../event/event.ts'
import type { EntityKind } from '../../knowledge/contract.ts'
import type { EntityRecord, History, Replayed, Step, Verdict } from '../../replay/history.ts'
import { compareIds, compareText, first } from '../order.ts'
import type { ReportStep } from '../report.ts'
import { epoch, isoTime } from '../time.ts'
import type { View } from './views.ts'

/** Everything that the replay found about one entity (on one node, where its subject lives per node). */
export interface Dossier {
  readonly ref: EntityRef
  readonly node: string | null
  /** Null when the entity is only known because kin named it. */
  readonly record: EntityRecord | null
  readonly histories: readonly History[]
}

/** All entities of a view's kind, sorted by id, then node; also those that only kin name, so that no link leads nowhere. */
export function dossiers(replayed: Replayed, view: View): Dossier[] {
  const found = new Map<string, Dossier>()
  const add = (ref: EntityRef, node: string | null, record: EntityRecord | null, histories: readonly History[]): void => {
    found.set(`${ref.id}\n${node ?? ''}`, { ref, node, record, histories })
  }
  const records = new Map(replayed.entities.filter((record) => record.ref.kind === view.entity).map((record) => [record.ref.id, record]))
  const judged = new Map<string, History[]>()
  for (const history of replayed.histories) {
    if (history.entity.kind !== view.entity) continue
    const key = `${history.entity.id}\n${history.node ?? ''}`
    judged.set(key, [...(judged.get(key) ?? []), history])
  }
  for (const histories of judged.values()) {
    const { entity, node } = histories[0]!
    add(entity, node, records.get(entity.id) ?? null, inViewOrder(histories, view))
  }
  const seen = new Set([...found.values()].map((dossier) => dossier.ref.id))
  for (const record of records.values()) {
    if (!seen.has(record.ref.id)) add(record.ref, record.nodes.length === 1 ? record.nodes[0]! : null, record, [])
  }
  for (const id of namedByKin(replayed, view.entity)) {
    if (!seen.has(id) && !records.has(id)) add({ kind: view.entity, id }, null, null, [])
  }
  return [...found.values()].sort((a, b) => first(compareIds(a.ref.id, b.ref.id), compareText(a.node ?? '', b.node ?? '')))
}

function namedByKin(replayed: Replayed, kind: EntityKind): Set<string> {
  return new Set(replayed.entities.flatMap((record) => record.kin[kind] ?? []))
}

function inViewOrder(histories: readonly History[], view: View): History[] {
  const rank = (machine: string): number => (view.machines.includes(machine) ? view.machines.indexOf(machine) : view.machines.length)
  return [...histories].sort((a, b) => first(rank(a.machine) - rank(b.machine), compareText(a.machine, b.machine)))
}

/** The state that the machine of that name ended in; null when it has none, or several are possible and none was observed last. */
export function stateOf(dossier: Dossier, machine: string): string | null {
  const history = dossier.histories.find((candidate) => candidate.machine === machine)
  if (history === undefined) return null
  if (history.states.length === 1) return history.states[0]!
  const last = history.steps.at(-1)?.to
  return last !== undefined && history.states.includes(last) ? last : null
}

export function attribute(dossier: Dossier, name: string): string | null {
  const value = dossier.record?.attributes[name]
  return value === undefined || value === '' ? null : value
}

/** An attribute as a number, null when there is none or it is no finite number. */
export function numberAttribute(dossier: Dossier, name: string): number | null {
  const value = attribute(dossier, name)
  return value !== null && Number.isFinite(Number(value)) ? Number(value) : null
}

const GRAVITY: readonly Verdict[] = ['not-judgeable', 'conforming', 'conforming-if', 'violating']

/** The gravest verdict of an entity's machines. */
export function verdictOf(dossier: Dossier): Verdict {
  const worst = Math.max(0, ...dossier.histories.map((history) => GRAVITY.indexOf(history.verdict)))
  return GRAVITY[worst]!
}

/** The steps of an entity's machines as one story: by time, steps without time beside their neighbours, equal times in the view's order. */
export function storyOf(dossier: Dossier): ReportStep[] {
  const told = dossier.histories.flatMap((history) => timed(history))
  return told.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))).map(({ step, machine }) => reportStep(step, machine))
}

function timed(history: History): { step: Step; machine: string; at: number }[] {
  let at = Number.NEGATIVE_INFINITY
  return history.steps.map((step) => {
    const time = isoTime(step.time)
    // A machine's own order is certain, its times need not be: never let a step overtake one before it.
    if (time !== null) at = Math.max(at, epoch(time))
    return { step, machine: history.machine, at }
  })
}

function reportStep(step: Step, machine: string): ReportStep {
  const { from, to, event, where, course, count } = step
  return { time: isoTime(step.time), from, to, event, where, course, count, machine }
}
