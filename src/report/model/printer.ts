import type { Look } from '../report.ts'
import type { Machine } from './machine.ts'

/** One way to print machines: pure functions, the name in index.ts is the `--format` option. */
export interface ModelPrinter {
  /** All machines, in brief. */
  list(machines: readonly Machine[], look: Look): string
  /** One machine with all that is known of it. */
  one(machine: Machine, look: Look): string
}
