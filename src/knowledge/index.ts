import { backendCtx } from './backend-ctx.ts'
import { callersOf } from './callers.ts'
import { checkpoint } from './checkpoint.ts'
import type { Callers, Message, Subject } from './contract.ts'
import { ddlJob } from './ddl-job.ts'
import { executor } from './executor.ts'
import { flushLock } from './flush-lock.ts'
import { ingestEngine } from './ingest-engine.ts'
import { node } from './node.ts'
import { owner } from './owner.ts'
import { backfillState, reorgCtx } from './reorg.ts'
import { scheduler } from './scheduler.ts'
import { schemaState } from './schema-state.ts'
import { schemaVersion } from './schema-version.ts'
import { server } from './server.ts'
import { subtask } from './subtask.ts'
import { taskStep } from './task/step.ts'
import { task } from './task/task.ts'

export { nodeKinds, noteShows } from './life.ts'

/** Everything known about TiDB's entities: the only door to the tables. */
export const subjects: readonly Subject[] = [
  ddlJob,
  schemaState,
  backfillState,
  reorgCtx,
  schemaVersion,
  owner,
  task,
  taskStep,
  subtask,
  scheduler,
  executor,
  backendCtx,
  ingestEngine,
  flushLock,
  checkpoint,
  node,
  server,
]

/** Every message that is understood, of all subjects. */
export const messages: readonly Message[] = subjects.flatMap((subject) => subject.messages)

/** Who prints lines that the tables are about. */
export const callers: Callers = callersOf(messages)
