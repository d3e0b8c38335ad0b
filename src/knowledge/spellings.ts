/** Other spellings of a field, by the one name that the rest of the program uses (model-ddl-ingest 0.4, model-dxf section 0). */
const spellings: Readonly<Record<string, readonly string[]>> = {
  job: ['jobID', 'jobId', 'job ID', 'job_id', 'Job ID', 'ddl job id', 'ddlJobID', 'job id', 'jobIDs', 'job-id'],
  task: ['task-id', 'task_id', 'taskID', 'taskId', 'task ID', 'task id', 'gTask ID', 'current task ID', 'task-ID'],
  subtask: ['subtaskID', 'subtask-id', 'subtask_id', 'subtaskId', 'subtask ID', 'currSubtaskID'],
  engine: ['engineUUID', 'engine UUID', 'uuid'],
  'task-key': ['task_key', 'taskKey', 'task key'],
  'task-type': ['task_type', 'taskType', 'task type'],
  index: ['index ID', 'indexID', 'index_id', 'index id'],
  indexes: ['index IDs', 'indexIDs', 'index_ids'],
  'index-name': ['index', 'indexName'],
  error: ['err', 'err msg', 'error message'],
  'current-step': ['curr-step', 'current step', 'currentStep'],
  'next-step': ['next step', 'nextStep'],
  'owner-info': ['owner info', 'ownerInfo', 'Owner info'],
  'owner-key': ['owner key', 'ownerKey'],
  'owner-id': ['ownerID', 'owner id'],
  'exec-id': ['exec_id', 'execID', 'exec id', 'execId'],
  'schema-version': ['ver', 'version'],
  'job-string': ['job'],
  'job-strings': ['jobs'],
  'task-description': ['task'],
}

const canonical: ReadonlyMap<string, string> = new Map(
  Object.entries(spellings).flatMap(([name, others]) => others.map((other) => [other, name] as const)),
)

/**
 * The one name of a field, whatever an era calls it; keys that are spelt one way only stay as they are.
 * Ids are named after the entity that they are of. A whole job printed under `job` is `job-string`, never the id `job`.
 */
export function canonicalField(key: string): string {
  return canonical.get(key) ?? key
}

/** Where a task key points: the job, the number of the part of a multi-schema change, whether it merges the temporary index. */
export interface TaskKey {
  readonly job: string
  readonly seq: string | null
  readonly merge: boolean
}

/** `ddl/backfill/<job>[/<seq>][/merge]`, in next-gen with a keyspace before it (model-dxf section 0). */
const TASK_KEY = /^(?:[^/\s]{1,200}\/)?ddl\/backfill\/(\d{1,20})(?:\/(\d{1,10}))?(\/merge)?$/

/** @returns null for the keys of other tasks, such as `ImportInto/<id>` */
export function taskKeyJob(key: string): TaskKey | null {
  const found = TASK_KEY.exec(key)
  if (found === null) return null
  return { job: found[1] as string, seq: found[2] ?? null, merge: found[3] !== undefined }
}

/** How a field holds several: parts divided by `between`, each a key and a value divided by `within`. */
export interface CompoundField {
  readonly between: string
  readonly within: string
  /** Names of parts that would mean something else under `canonicalField`. */
  readonly rename: Readonly<Record<string, string>>
}

/** Loggers of up to v7.4 put a task's identity into one string (model-dxf section 0). */
export const compoundFields: Readonly<Record<string, CompoundField>> = {
  dispatcher: { between: ', ', within: ': ', rename: { server_id: 'exec-id' } },
  scheduler: { between: ', ', within: ': ', rename: { id: 'exec-id' } },
}

/** What an owner line says about the election: which owner (`ddl`), its key in etcd, the uuid of the node that prints it. */
export interface OwnerInfo {
  readonly prompt: string
  readonly key: string
  readonly self: string | null
}

const PROMPT = /^\[([^\]]{1,60})\]/
const OWNER_KEY = /\/tidb\/[\w/.-]{1,200}/
const SELF = /ownerManager ([0-9a-f-]{8,40})/

/**
 * Reads `[ddl] /tidb/ddl/fg/owner ownerManager <uuid>` and its variants, or a bare key; a lease behind the key is left out.
 * @returns null when there is no key of an owner in it
 */
export function ownerInfo(text: string): OwnerInfo | null {
  const key = OWNER_KEY.exec(text)?.[0]
  if (key === undefined) return null
  const owner = key.indexOf('/owner')
  if (owner < 0) return null
  const name = key.slice(0, owner + '/owner'.length)
  return { prompt: PROMPT.exec(text)?.[1] ?? (name.split('/')[2] as string), key: name, self: SELF.exec(text)?.[1] ?? null }
}

/** The key of the DDL owner, who also schedules distributed tasks (model-ddl-ingest 1.9). */
export const ddlOwnerKey = '/tidb/ddl/fg/owner'

/** Words of statements that are our subjects. */
export const statementWords = ['add index'] as const

/**
 * A WARN or worse whose message no row knows is still kept when it holds one of these: the id of something that we follow in one of
 * its spellings, a package of ours, the words of a recovered panic, or the level with which a process ends.
 */
export const troubleWords = [
  ...['job', 'Job', 'task', 'Task', 'ddl', 'DDL', 'ingest', 'lightning', 'engine', 'backfill', 'reorg', 'owner', ...statementWords],
  ...['panic', 'recover', 'goroutine ', '[FATAL]'],
] as const
