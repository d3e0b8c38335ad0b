import type { EntityRef } from '../event/event.ts'
import type { Message } from '../knowledge/contract.ts'
import type { Standing } from './arrival.ts'
import type { Entities, Known } from './entities.ts'
import { Follower } from './follow.ts'
import type { Followed } from './judge.ts'
import { compileMachine, type Machine } from './machine.ts'
import { Paths } from './paths.ts'
import type { Process, Processes } from './processes.ts'
import { Stores } from './stores.ts'

const NONE: readonly never[] = []

/** Every entity in every machine that lines spoke of: one per cluster, or one per process where the machine lives there. */
export class Followers {
  /** In the order in which they were first met. */
  readonly all: Followed[] = []
  private readonly paths: ReadonlyMap<Machine, Paths>
  private readonly stores = new Stores()

  /** @param rows of all subjects, by kind */
  constructor(
    machines: readonly Machine[],
    rows: ReadonlyMap<string, readonly Message[]>,
    private readonly entities: Entities,
    private readonly processes: Processes,
    private readonly skewMs: number,
  ) {
    this.paths = new Map(
      machines.map((machine) => [machine, new Paths(machine, (era) => compileMachine(machine.subject, era, rows))] as const),
    )
  }

  find(machine: Machine, id: string, process: Process): Follower | undefined {
    if (machine.subject.scope === 'node') return process.find(machine, id)
    return followerOf(this.entities.find(machine.subject.entity, id), machine)
  }

  /** In which states an entity may be by now, in its main machine and in those that it has entered; the main one first. */
  standing({ kind, id }: EntityRef, process: Process): Standing[] {
    const standing: Standing[] = []
    for (const machine of this.paths.keys()) {
      const { entity, name } = machine.subject
      const follower = entity === kind ? this.find(machine, id, process) : undefined
      if (follower === undefined) continue
      const { states } = follower
      if (name === kind) standing.unshift({ machine: name, states })
      else if (states.length > 1 || states[0] !== machine.states[machine.empty]) standing.push({ machine: name, states })
    }
    return standing
  }

  /** The follower, begun if there is none. */
  of(machine: Machine, id: string, process: Process): Follower {
    const isLocal = machine.subject.scope === 'node'
    const known = this.entities.of(machine.subject.entity, id)
    const found = isLocal ? process.find(machine, id) : followerOf(known, machine)
    if (found !== undefined) return found
    const follower = new Follower(machine, known.ref, this.paths.get(machine) as Paths, this.skewMs, this.stores)
    this.all.push({ follower, known })
    if (isLocal) process.put(follower)
    else known.followers = [...known.followers, follower]
    return follower
  }

  /** What else was known of an entity is not of the one that now has its id. */
  expireOthers(but: Follower): void {
    const { kind, id } = but.entity
    for (const follower of this.entities.find(kind, id)?.followers ?? NONE) if (follower !== but) follower.expire()
    for (const machine of this.paths.keys()) {
      if (machine.subject.entity !== kind || machine.subject.scope !== 'node') continue
      for (const process of this.processes.all()) {
        const follower = process.find(machine, id)
        if (follower !== but) follower?.expire()
      }
    }
  }
}

function followerOf(known: Known | undefined, machine: Machine): Follower | undefined {
  for (const follower of known?.followers ?? NONE) if (follower.machine === machine) return follower
  return undefined
}
