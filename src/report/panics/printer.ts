import type { Look } from '../report.ts'
import type { PanicsReport } from './panics.ts'

export interface PanicsLook extends Look {
  /** Every group, every frame and its arguments, not only what is told at a glance. */
  readonly full: boolean
}

/** One way to print crashes: a pure function. */
export type PanicsPrinter = (report: PanicsReport, look: PanicsLook) => string
