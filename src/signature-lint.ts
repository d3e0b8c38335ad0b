import { messages, subjects } from './knowledge/index.ts'
import type { SignatureProblem } from './signature/document.ts'
import { nearest } from './signature/nearest.ts'

/** Kinds of what people paste around logs, and of lines that no row knows. */
const OTHER_KINDS = ['note.job', 'note.subjob', 'note.task', 'note.subtask', 'note.empty-set', 'note.version', 'unrecognised']

/** What is wrong with the signatures of a folder, names of the tables that do not exist among it. */
export async function lintSignatures(dir: string): Promise<{ readonly files: number; readonly problems: readonly SignatureProblem[] }> {
  const { readCatalogue } = await import('./signature/load.ts')
  const { files, signatures, problems } = readCatalogue(dir)
  const kinds = new Set([...messages.map(({ kind }) => kind), ...OTHER_KINDS])
  const machines = new Set(subjects.map(({ name }) => name))
  const strange = signatures.flatMap(({ id, selections }) =>
    Object.entries(selections).flatMap(([name, selection]): SignatureProblem[] => {
      const place = { file: `${dir}/${id}/signature.yaml`, line: 1, column: 1 }
      const unknown = (what: string, word: string, known: Iterable<string>): SignatureProblem => {
        const guess = nearest(word, known)
        return {
          ...place,
          message: `selections.${name}: there is no ${what} "${word}"${guess === null ? '' : `; did you mean "${guess}"?`}`,
        }
      }
      const events = 'event' in selection && selection.event !== undefined ? [selection.event].flat() : []
      const machine = 'history' in selection ? [selection.history.machine] : []
      return [
        ...events.filter((kind) => !kinds.has(kind)).map((kind) => unknown('event', kind, kinds)),
        ...machine.filter((it) => !machines.has(it)).map((it) => unknown('machine', it, machines)),
      ]
    }),
  )
  return { files, problems: [...problems, ...strange] }
}
