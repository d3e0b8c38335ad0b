// The library's doorway: what a program needs that wants a report without the command line.
export { Logs } from './follow/logs.ts'
export { subjects } from './knowledge/index.ts'
export { builtInSignatures } from './knowledge/signatures.ts'
export type { Report } from './report/report.ts'
export { type StandingFinding, standingLine } from './report/standing.ts'
export { filesOf, open, openApart } from './source/open.ts'
export { timeline } from './timeline.ts'
export { type TriageInput, triage } from './triage.ts'
