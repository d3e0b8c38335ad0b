import { limits } from '../knowledge/limits.ts'
import type { Random } from '../simulate/cluster/random.ts'
import type { Fault, Planted } from '../simulate/fault/fault.ts'
import type { Logs } from '../simulate/logs.ts'
import { losses } from '../simulate/loss.ts'
import { type Observed, observe } from './observe.ts'
import { explains, TOGETHER } from './oracle/explains.ts'
import { brokenRule } from './oracle/rules.ts'

/** How a mutant fared with some logs. */
export interface Fared {
  /** An illegal step or a broken rule was told. */
  readonly caught: boolean
  /** Events between the line that is at fault and the nearest that was named; null where none was named. */
  readonly distance: number | null
}

/** A healthy run with one fault in it, and what was made of it. */
export interface Mutant {
  readonly fault: string
  /** What it breaks: a machine's course, or a rule. */
  readonly breaks: string
  /** Whether legal steps with lost lines in between explain it. */
  readonly explained: boolean
  readonly whole: Fared
  /** Some history is told with more assumptions, or less surely, than without the fault. */
  readonly noticed: boolean
  /** With lines lost besides; null where that was not tried. */
  readonly lossy: (Fared & { readonly explained: boolean }) | null
  /** For whoever wants to see it again. */
  readonly told: string
}

/** A mutant with what was read. */
export interface Made {
  readonly mutant: Mutant
  readonly logs: Logs
}

const TRIES = 6
/** Of a fault in one run so many are looked at that lost lines explain, and so many that they do not. */
const WANTED = { explained: 1, broken: 2 }

/** Plants a fault in several places of a run, as far as there are any. */
export async function mutants(logs: Logs, healthy: Observed, fault: Fault, random: Random, loss: number): Promise<readonly Made[]> {
  const found: Made[] = []
  for (let i = 0; i < TRIES; i++) {
    const planted = fault.plant(logs, random)
    if (planted === null) break
    const broken = brokenBy(fault, planted, planted.logs)
    const alike = found.filter(({ mutant }) => mutant.explained === (broken === null)).length
    if (alike < (broken === null ? WANTED.explained : WANTED.broken))
      found.push({ mutant: await look(planted, broken, healthy, fault, random, loss), logs: planted.logs })
  }
  return found
}

async function look(
  planted: Planted,
  broken: string | null,
  healthy: Observed,
  fault: Fault,
  random: Random,
  loss: number,
): Promise<Mutant> {
  const { logs, life, lines } = planted
  const seen = await observe(logs)
  const whole = fare(seen, healthy, planted, logs)
  const noticed = whole.caught || doubts(seen) > doubts(healthy)
  const place = lines[0] === undefined ? '' : `${lines[0].node} ${new Date(lines[0].ms).toISOString()} ${lines[0].message}`
  const told = [...(life === null ? [] : [`${life.machine} ${life.id}`]), place].join(', ')
  const common = { fault: fault.name, breaks: broken ?? life?.machine ?? fault.name, explained: broken === null, whole, noticed, told }
  if (broken === null) return { ...common, lossy: null }
  const rest = losses.random(logs, loss, random)
  const fared = fare(await observe(rest), healthy, planted, rest)
  return { ...common, lossy: { ...fared, explained: brokenBy(fault, planted, rest) === null } }
}

/** The machine or rule that tells that what is left of the logs cannot be; null where lost lines may explain all of it. */
function brokenBy(fault: Fault, { lines, life }: Planted, logs: Logs): string | null {
  if (fault.explained === 'never') {
    const left = new Set(logs.flatMap((log) => log.lines))
    return lines.every((line) => left.has(line)) ? fault.name : null
  }
  const touched = [...lines.flatMap(({ marks }) => marks.map((mark) => mark.life)), ...(life === null ? [] : [life])]
  const all = logs.flatMap((log) => log.lines).sort((a, b) => Math.floor(a.ms) - Math.floor(b.ms))
  for (const { machine, id, node } of new Set(touched)) {
    const together = TOGETHER.find((machines) => machines.includes(machine)) ?? [machine]
    if (!explains(together, id, node, all, limits.skewMs)) return together[0] as string
  }
  return brokenRule(logs, limits.skewMs)
}

function fare({ alarms, placeOf }: Observed, healthy: Observed, { lines }: Planted, logs: Logs): Fared {
  const known = new Set(healthy.alarms.map(({ code, entities }) => `${code} ${entities}`))
  const fresh = alarms.filter(
    ({ kind, code, entities }) => (kind === 'violation' || kind === 'invariant') && !known.has(`${code} ${entities}`),
  )
  const wrong = new Set(lines)
  const places = logs.flatMap((log) => log.lines.flatMap((line, i) => (wrong.has(line) ? (placeOf(log.node, i) ?? []) : [])))
  const distances = fresh.flatMap(({ events }) => events.flatMap((event) => places.map((place) => Math.abs(place - event))))
  return { caught: fresh.length > 0, distance: distances.length === 0 ? null : Math.min(...distances) }
}

function doubts({ histories }: Observed): number {
  return histories.reduce((sum, { assumptions, verdict }) => sum + assumptions.length + Number(verdict === 'not-judgeable'), 0)
}
