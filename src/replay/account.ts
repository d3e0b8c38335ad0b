import type { Instant } from '../entry/entry.ts'
import type { EntityRef } from '../event/event.ts'
import { type Assumed, Assumptions } from './assumed.ts'
import { Faults } from './fault.ts'
import { LateLines } from './late.ts'
import type { Machine } from './machine.ts'
import type { Paths } from './paths.ts'
import type { Process } from './processes.ts'
import { StepList } from './steps.ts'
import { Stores } from './stores.ts'

/** All that is written down of one entity in one machine. */
export class Account {
  readonly steps: StepList
  readonly faults = new Faults()
  readonly late: LateLines
  sightings = 0
  /** Place of the last sighting in the order of all events; -1 before the first. */
  seenAt = -1
  /** Its time. */
  seenTime: Instant | null = null
  /** The state in which the log found the entity, when its beginning was not seen. */
  foundIn: number | null = null
  /** The node that last spoke of it. */
  node: string | null = null
  /** The process that holds it in memory, as far as that process knows. */
  heldBy: Process | null = null
  /** Counts the arrivals that changed the state. */
  changes = 0
  /** Counts the entities with the same id that came after the first. */
  successors = 0
  protected expired = false
  private born: number | null = null
  protected readonly assumptions = new Assumptions()

  /** @param stores what all histories of a replay keep together */
  constructor(
    readonly machine: Machine,
    readonly entity: EntityRef,
    protected readonly paths: Paths,
    skewMs: number,
    stores = new Stores(),
  ) {
    this.steps = new StepList(machine.states, stores.steps)
    this.late = new LateLines(paths, skewMs, stores.arrivals)
  }

  /** The next line may be of another entity with the same id: none of the old one's states binds it. */
  expire(): void {
    this.expired = true
  }

  /**
   * @param born when the entity that the next line is about was made, in seconds since 1970; null when it does not say
   * @returns whether it is another one than before
   */
  meet(born: number | null): boolean {
    if (born === null) return false
    const another = this.born !== null && this.born !== born
    if (another) this.expire()
    this.born = born
    return another
  }

  /** Rows that had to be assumed. */
  get assumed(): readonly Assumed[] {
    return this.assumptions.all
  }
}
