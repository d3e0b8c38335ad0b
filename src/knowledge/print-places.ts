/** What messages began with up to ~v7.1; later the same stands in the field `category` (model-ddl-ingest 0.1). */
export const messagePrefixes: readonly string[] = ['[ddl] ', '[ddl-ingest] ', '[ddl-upgrading] ', '[server] ']

/** A message without its era's prefix. */
export function withoutPrefix(message: string): string {
  const prefix = messagePrefixes.find((it) => message.startsWith(it))
  return prefix === undefined ? message : message.slice(prefix.length)
}

/** Files that hold the same code in different eras: a line of one is a line of all (model-ddl-ingest 0.1, model-dxf section 0). */
export const fileFamilies: readonly (readonly string[])[] = [
  ['ddl_worker.go', 'job_worker.go', 'job_table.go', 'job_scheduler.go', 'job_submitter.go'],
  ['ddl.go', 'executor.go'],
  ['domain.go', 'syncer.go', 'loader.go'],
  ['dispatcher_manager.go', 'scheduler_manager.go'],
  ['dispatcher.go', 'scheduler.go', 'task_executor.go'],
  ['backfilling_dispatcher.go', 'backfilling_dist_scheduler.go', 'backfilling_dist_executor.go'],
  ['backend.go', 'backend_mgr.go', 'engine.go', 'engine_mgr.go', 'checkpoint.go'],
  ['local.go', 'region_job.go', 'job_worker.go'],
  ['misc.go', 'wait_group_wrapper.go'],
]

/** Files that many packages have, or that changed sides between eras: they never settle a text alone (model-dxf section 0). */
export const ambiguousFiles: readonly string[] = [
  ...['scheduler.go', 'manager.go', 'task_executor.go', 'dispatcher.go', 'backfilling_dist_scheduler.go'],
  ...['server.go', 'store.go', 'engine.go', 'backend.go', 'syncer.go', 'executor.go', 'bootstrap.go'],
]

/** Whether a line of `file` may be of a row that names `files`; a row without files takes all. */
export function mayBeOf(file: string, files: readonly string[]): boolean {
  if (files.length === 0 || file === '' || files.includes(file)) return true
  return fileFamilies.some((family) => family.includes(file) && files.some((it) => family.includes(it)))
}
