import type { Shows } from './contract.ts'
import type { FieldTest } from './rules.ts'

/**
 * What a line proves that carries a whole job as a string. A part of a multi-schema change prints itself under the id of the whole job
 * (reference model-ddl-ingest 1.11), so only strings without that mark speak of the job. The schema state is followed for the two types
 * whose order the reference gives; `queueing` was its default text from v5.3 to v6.1.
 */
const whole = { 'job.Multi': [''], 'job.MultiSchemaChange': [''] }
const addsIndex = { ...whole, 'job.Type': ['add index', 'add primary key'] }

export const jobBefore: readonly Shows[] = [
  { machine: 'job', when: 'before', field: 'job.State', only: whole },
  { machine: 'schema-state', when: 'before', field: 'job.SchemaState', map: { queueing: 'none' }, only: addsIndex },
]
export const jobAt: readonly Shows[] = jobBefore.map((shows) => ({ ...shows, when: 'at' }))
export const jobAfter: readonly Shows[] = jobBefore.map((shows) => ({ ...shows, when: 'after' }))

/** The conversion of a failed ADD INDEX: the text is printed before the job changes, and the change is committed with the step. */
export const rollbackConverted: readonly Shows[] = [
  { machine: 'job', when: 'after', state: 'rollingback', only: whole },
  { machine: 'schema-state', when: 'after', state: 'delete only', only: addsIndex },
]

/** For rules: a line that prints a whole job, and one that prints the whole of a job that adds an index. */
export const wholeJob: readonly FieldTest[] = testsOf(whole)
export const indexJob: readonly FieldTest[] = testsOf(addsIndex)

function testsOf(only: NonNullable<Shows['only']>): FieldTest[] {
  return Object.entries(only).map(([field, oneOf]) => ({ field, oneOf }))
}

/** That the job is in one of these states. */
export function stateOfJob(...oneOf: readonly string[]): FieldTest {
  return { field: 'job.State', oneOf }
}
