import type { Cluster } from './cluster/cluster.ts'
import type { Life } from './cluster/life.ts'
import type { Line, Mark } from './cluster/line.ts'
import type { Fault, Planted } from './fault/fault.ts'
import { type Logs, sightings } from './logs.ts'

/** A line of a log, counted from 1 as editors do. */
export interface Place {
  readonly log: string
  readonly line: number
}

/** What really became of one entity in one machine of the tables. */
export interface TrueCourse {
  readonly machine: string
  readonly id: string
  /** Set for machines that live once per node. */
  readonly node: string | null
  /** Every state in order, with the lines that show it; none where TiDB prints nothing, or what it printed was lost. */
  readonly states: readonly { readonly state: string; readonly lines: readonly (Place & { readonly when: Mark['when'] })[] }[]
}

/** What the logs are about, for whoever measures what is made of them. */
export interface Truth {
  readonly fault: {
    readonly name: string
    readonly about: string
    /** The machine and id of the entity whose course it breaks; null where it lies between several. */
    readonly entity: { readonly machine: string; readonly id: string; readonly node: string | null } | null
    /** The lines that are wrong, as far as they were not lost. */
    readonly lines: readonly Place[]
  } | null
  readonly entities: readonly TrueCourse[]
}

/** @param logs what is left of them; @param planted what was done to them before lines were lost */
export function truthOf(cluster: Cluster, logs: Logs, fault: Fault | null, planted: Planted | null): Truth {
  const wrong = new Set(planted?.lines)
  const places = placesIn(logs)
  const seen = sightings(logs)
  const entities = cluster.lives.map((life) => ({
    ...nameOf(life),
    states: courseOf(
      life,
      (seen.get(life) ?? []).filter(({ line }) => !wrong.has(line)),
      places,
    ),
  }))
  if (fault === null || planted === null) return { fault: null, entities }
  const lines = [...wrong].flatMap((line) => places.get(line) ?? [])
  const entity = planted.life === null ? null : nameOf(planted.life)
  return { fault: { name: fault.name, about: fault.about, entity, lines }, entities }
}

/** Lines are dealt to the states in their order: an entity may be in a state more than once. */
function courseOf(
  life: Life,
  seen: readonly { readonly line: Line; readonly mark: Mark }[],
  places: ReadonlyMap<Line, Place>,
): TrueCourse['states'] {
  const states = life.states.map((state) => ({ state, lines: [] as (Place & { when: Mark['when'] })[] }))
  let at = 0
  for (const { line, mark } of seen) {
    const next = states.findIndex(({ state }, i) => i >= at && state === mark.state)
    if (next < 0) continue
    if (!mark.ahead) at = next
    states[next]!.lines.push({ ...places.get(line)!, when: mark.when })
  }
  return states
}

function placesIn(logs: Logs): ReadonlyMap<Line, Place> {
  return new Map(logs.flatMap(({ node, lines }) => lines.map((line, i) => [line, { log: `${node}.log`, line: i + 1 }] as const)))
}

function nameOf({ machine, id, node }: Life): Pick<TrueCourse, 'machine' | 'id' | 'node'> {
  return { machine, id, node }
}
