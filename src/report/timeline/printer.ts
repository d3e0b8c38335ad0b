import type { Look } from '../report.ts'
import type { Row } from './row.ts'

/** One way to print a timeline while it is made. Gives text; whoever has it writes it. */
export interface TimelinePrinter {
  /** @returns what can be printed by now; rows may be held back for a while */
  push(row: Row): string
  /** @returns what is left */
  end(): string
}

export type MakePrinter = (look: Look) => TimelinePrinter
