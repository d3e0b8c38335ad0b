import { messages, subjects } from './knowledge/index.ts'
import { derivedCodes } from './signature/derive.ts'
import type { SignatureProblem } from './signature/document.ts'
import type { TableNames } from './signature/table-names.ts'

/** Kinds of what people paste around logs, and of lines that no row knows. */
const OTHER_KINDS = ['note.job', 'note.subjob', 'note.task', 'note.subtask', 'note.empty-set', 'note.version', 'unrecognised']

/** What is wrong with the signatures of a folder, names of the tables that do not exist among it. */
export async function lintSignatures(dir: string): Promise<{ readonly files: number; readonly problems: readonly SignatureProblem[] }> {
  const { readCatalogue } = await import('./signature/load.ts')
  const { files, problems } = readCatalogue(dir, tableNames())
  return { files, problems }
}

function tableNames(): TableNames {
  const machines = subjects.map(({ name }) => name)
  const states = subjects.map(
    ({ name, states: of }) => [name, [...of.initial, ...of.resting, ...of.final, ...of.other] as readonly string[]] as const,
  )
  const rules = subjects.flatMap(({ invariants }) => invariants.map(({ id }) => id))
  return {
    kinds: new Set([...messages.map(({ kind }) => kind), ...OTHER_KINDS]),
    machines: new Set(machines),
    states: new Map(states),
    findings: new Set([...derivedCodes(machines), ...rules]),
  }
}
