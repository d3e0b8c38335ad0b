import { ArrivalStore } from './arrival-store.ts'
import { StepStore } from './step-store.ts'

/** What all histories of a replay keep together. */
export class Stores {
  readonly steps = new StepStore()
  readonly arrivals = new ArrivalStore()
}
