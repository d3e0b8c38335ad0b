import type { DdlJob } from '../../grammars/ddl-job.ts'
import { Fields } from './fields.ts'

/** The fields of a line that prints a job: the job's come first, which gives all such records one layout. */
export class JobFields extends Fields {
  constructor(job: DdlJob) {
    super()
    this['job.ID'] = job.ID
    this['job.Type'] = job.Type
    this['job.State'] = job.State
    this['job.SchemaState'] = job.SchemaState
    this['job.SchemaID'] = job.SchemaID
    this['job.TableID'] = job.TableID
    this['job.RowCount'] = job.RowCount
    this['job.ArgLen'] = job.ArgLen
    this['job.StartTime'] = job.StartTime
    this['job.Err'] = job.Err
    this['job.ErrCount'] = job.ErrCount
    this['job.SnapshotVersion'] = job.SnapshotVersion
    if (job.LocalMode !== undefined) this['job.LocalMode'] = job.LocalMode
    if (job.Version !== undefined) this['job.Version'] = job.Version
    if (job.UniqueWarnings !== undefined) this['job.UniqueWarnings'] = job.UniqueWarnings
    if (job.MultiSchemaChange !== undefined) this['job.MultiSchemaChange'] = job.MultiSchemaChange
    if (job.Revertible !== undefined) this['job.Revertible'] = job.Revertible
  }
}
