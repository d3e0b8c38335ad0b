import type { Shows } from '../contract.ts'

/** Step names that changed (model-dxf section 3): the newest name counts. */
export const stepNames = { 'write&ingest': 'ingest', 'encode&sort': 'encode' }

/** v7.5 printed codes, which mean other steps for each type of task (model-dxf section 3). */
const backfillCodes = { '-2': 'done', '-1': 'init', '1': 'read-index', '2': 'merge-sort', '3': 'ingest' }
const importCodes = { '-2': 'done', '-1': 'init', '1': 'import', '2': 'post-process', '3': 'encode', '4': 'merge-sort', '5': 'ingest' }
const backfill = { 'task-type': ['backfill'] }
const importInto = { 'task-type': ['ImportInto'] }

/** `stage` (codes, up to v7.5) or `step` (names) of a line about a task's state. */
export const stepHere: readonly Shows[] = [
  { machine: 'task-step', when: 'at', field: 'step', map: stepNames },
  { machine: 'task-step', when: 'at', field: 'stage', map: backfillCodes, only: backfill },
  { machine: 'task-step', when: 'at', field: 'stage', map: importCodes, only: importInto },
]

/** The switch is an attempt, so that it proves the step that the task is in, not the next one. Going to `done` means going to succeed. */
export const namedSwitch: readonly Shows[] = [
  { machine: 'task-step', when: 'at', field: 'current-step', map: stepNames },
  { machine: 'task-step', when: 'after', state: 'done', only: { 'next-step': ['done'] } },
  { machine: 'task', when: 'after', state: 'succeed', only: { 'next-step': ['done'] } },
]

export const numberedSwitch: readonly Shows[] = [
  { machine: 'task-step', when: 'at', field: 'current-step', map: backfillCodes, only: backfill },
  { machine: 'task-step', when: 'at', field: 'current-step', map: importCodes, only: importInto },
  { machine: 'task-step', when: 'after', state: 'done', only: { 'next-step': ['-2'] } },
  { machine: 'task', when: 'after', state: 'succeed', only: { 'next-step': ['-2'] } },
]

/**
 * Up to v8.0 the step that is left, then the one that is entered (model-dxf section 4). The line is printed before the write: the new step is
 * an attempt, like the switch, and shows nothing.
 */
export const stepLeft: readonly Shows[] = [
  { machine: 'task', when: 'at', field: 'state' },
  { machine: 'task-step', when: 'before', field: 'step', map: stepNames, until: '~v8.0' },
]

/** The same where steps are codes: always the step that is left (model-dxf section 4). */
export const numberedStepLeft: readonly Shows[] = [
  { machine: 'task', when: 'at', field: 'state' },
  { machine: 'task-step', when: 'before', field: 'step', map: backfillCodes, only: backfill },
  { machine: 'task-step', when: 'before', field: 'step', map: importCodes, only: importInto },
]

/** Which of the two follows a failed subtask depends on a setting of the task that no line prints. */
export const failing: readonly Shows[] = [
  { machine: 'task', when: 'before', state: 'running' },
  { machine: 'task', when: 'after', state: 'reverting' },
  { machine: 'task', when: 'after', state: 'awaiting-resolution' },
]

/** Only tasks at their end are cleaned up; the line does not say which end. */
export const ended: readonly Shows[] = [
  { machine: 'task', when: 'at', state: 'succeed' },
  { machine: 'task', when: 'at', state: 'failed' },
  { machine: 'task', when: 'at', state: 'reverted' },
]
