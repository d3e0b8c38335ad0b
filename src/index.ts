// The library's doorway: what a program needs that wants a report without the command line.
export { builtInSignatures } from './knowledge/signatures.ts'
export type { Report } from './report/report.ts'
export { open, openApart } from './source/open.ts'
export { type TriageInput, triage } from './triage.ts'
