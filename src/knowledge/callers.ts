import type { Callers, Message } from './contract.ts'

/**
 * Files of pkg/ddl (with ingest, schemaver and syncer), pkg/dxf (disttask before 2025) and of lightning's backends whose names no other
 * package of TiDB has, beside those that rows name: pingcap/tidb@1b2997cc and @f662fa1c, from v7.5 to 2026.
 */
const own: readonly string[] = [
  ...['add_column.go', 'affinity.go', 'backfill_metrics.go', 'backfilling_clean_s3.go', 'backfilling_cloud_import.go'],
  ...['backfilling_dist_scheduler_merge.go', 'backfilling_dist_scheduler_plan.go', 'backfilling_import_local.go', 'backfilling_ingest.go'],
  ...['backfilling_iter.go', 'backfilling_proto.go', 'backfilling_range.go', 'backfilling_txn_executor.go', 'cluster_flashback_rpc.go'],
  ...['create_table.go', 'create_table_constraints.go', 'create_table_hidden.go', 'create_table_validate.go', 'copr_ctx.go'],
  ...['ddl_algorithm.go', 'ddl_api.go', 'ddl_history.go', 'ddl_init.go', 'ddl_job_control.go', 'ddl_job_ctx.go', 'ddl_lifecycle.go'],
  ...['ddl_running_jobs.go', 'ddl_table_lock.go', 'ddl_tiflash_api.go'],
  ...['autoscaler.go', 'clean_s3.go', 'clean_up.go', 'conflict_handler.go', 'encode_and_sort_operator.go', 'global_sort_monitor.go'],
  ...['slot_manager.go', 'state_transform.go', 'subtask_executor.go', 'task_table.go'],
  ...['disk_quota.go', 'engine_load.go', 'engine_memory.go', 'merge_v2.go', 'onefile_writer.go', 'stat_reader.go', 'writer_flush.go'],
]

/** Names that other packages of TiDB have too: of their lines only those are ours that say so themselves (model-dxf section 0). */
const shared: readonly string[] = [
  ...['bootstrap.go', 'callback.go', 'checkpoint.go', 'config.go', 'dispatcher.go', 'domain.go', 'engine.go', 'env.go', 'executor.go'],
  ...['handle.go', 'http_status.go', 'index.go', 'loader.go', 'local.go', 'manager.go', 'message.go', 'misc.go', 'mock.go', 'nodes.go'],
  ...['planner.go', 'printer.go', 'retry_interceptor.go', 'scheduler.go', 'server.go', 'session.go', 'signal_posix.go', 'store.go'],
  ...['syncer.go', 'util.go', 'wait_group_wrapper.go'],
]

/** What stands in a line of DDL or ingest code in any file: the category of ~v7.2 and later, the prefix of what was before (model-ddl-ingest 0.1). */
const marks: readonly string[] = ['[category=ddl', '[ddl', '"category":"ddl']

/** Fields that only lines of ours carry in files of such names. */
const ids: readonly string[] = [
  ...['[task-id=', '[task_id=', '[taskID=', '["task id"=', '[task-key=', '[task_key=', '[taskKey=', '["task key"='],
  ...['[subtask-id=', '[subtaskID=', '[subtask_id=', '[jobID=', '["job ID"=', '[job_id=', '[job-id=', '["ddl job id"='],
  ...['[engineUUID=', '[engineTag=', '["owner info"=', '[ownerInfo=', '[owner-info='],
]

/** Who prints lines of DDL, ingest or distributed-task code. @param messages rows of all subjects */
export function callersOf(messages: readonly Message[]): Callers {
  const rows = messages.flatMap(({ files }) => files).filter((file) => !shared.includes(file))
  return { own: [...new Set([...own, ...rows])].sort(), shared, ids, marks }
}
