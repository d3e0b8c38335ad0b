import { harmlessJson } from '../escape.ts'
import type { PanicsPrinter } from './printer.ts'

/** For programs (panics.schema.json). It always holds everything. */
export const panicsJson: PanicsPrinter = (report) => `${harmlessJson(JSON.stringify(report, null, 2))}\n`
