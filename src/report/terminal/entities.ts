import type { Report, ReportJob, ReportStep, ReportSubtask, ReportTask } from '../report.ts'
import { readableTime } from '../time.ts'
import { jobName } from '../wording/names.ts'
import type { Canvas } from './canvas.ts'
import { verdictStyle } from './severity.ts'

/** Entities of a kind printed under one parent; `--format json` has them all. */
const SHOWN = 20

/** Jobs, their tasks, their subtasks, as a tree; those whose parent the log does not show stand at the end. */
export function drawEntities(report: Report, canvas: Canvas): void {
  if (report.jobs.length + report.tasks.length + report.subtasks.length === 0) return
  canvas.heading('Jobs')
  for (const job of some(report.jobs, 'jobs', 2, canvas)) {
    drawJob(job, report.tasks, canvas)
    drawTasks(
      report.tasks.filter((task) => task.jobId === job.id),
      report,
      4,
      canvas,
    )
  }
  const jobs = new Set(report.jobs.map((job) => job.id))
  drawTasks(
    report.tasks.filter((task) => task.jobId === null || !jobs.has(task.jobId)),
    report,
    2,
    canvas,
  )
  const tasks = new Set(report.tasks.map((task) => task.id))
  drawSubtasks(
    report.subtasks.filter((subtask) => subtask.taskId === null || !tasks.has(subtask.taskId)),
    2,
    canvas,
  )
}

/** Those that left the path first, then in the order of ids; the rest is counted, not printed. */
function some<T extends { readonly verdict: string }>(all: readonly T[], what: string, indent: number, canvas: Canvas): readonly T[] {
  if (all.length <= SHOWN) return all
  const grave = all.filter((one) => one.verdict === 'violating')
  const shown = [...grave, ...all.filter((one) => one.verdict !== 'violating')].slice(0, SHOWN)
  canvas.line(`${SHOWN} of ${all.length} ${what}, violating ones first; --format json lists them all`, indent, canvas.paint.dim)
  return shown
}

function drawJob(job: ReportJob, tasks: readonly ReportTask[], canvas: Canvas): void {
  const facts = [
    job.state,
    job.schemaState,
    job.table && `table ${job.table}`,
    job.rowCount === null ? null : `${job.rowCount} rows`,
    job.errorCount ? `${job.errorCount} errors` : null,
  ]
  drawNode(jobName(job, tasks), facts, job, 2, canvas)
}

function drawTasks(tasks: readonly ReportTask[], report: Report, indent: number, canvas: Canvas): void {
  for (const task of some(tasks, 'tasks', indent, canvas)) {
    drawNode(`task ${task.id}`, [task.state, task.step && `step ${task.step}`, task.key ?? task.type], task, indent, canvas)
    drawSubtasks(
      report.subtasks.filter((subtask) => subtask.taskId === task.id),
      indent + 2,
      canvas,
    )
  }
}

function drawSubtasks(subtasks: readonly ReportSubtask[], indent: number, canvas: Canvas): void {
  for (const subtask of some(subtasks, 'subtasks', indent, canvas)) {
    const where = subtask.nodes.length > 0 ? `on ${subtask.nodes.join(', ')}` : null
    const tries = subtask.attempts > 1 ? `${subtask.attempts} attempts` : null
    drawNode(`subtask ${subtask.id}`, [subtask.state, subtask.step && `step ${subtask.step}`, where, tries], subtask, indent, canvas)
  }
}

interface Drawn {
  readonly verdict: string
  readonly lastError: string | null
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly history: readonly ReportStep[]
}

function drawNode(name: string, facts: readonly (string | null)[], entity: Drawn, indent: number, canvas: Canvas): void {
  const { paint } = canvas
  canvas.cells(
    [
      [name, paint.bold],
      [facts.filter(Boolean).join(', ') || 'state not shown', (text) => text],
      [entity.verdict, verdictStyle(paint, entity.verdict)],
    ],
    indent,
  )
  const seen = entity.lastSeen === null ? [] : [`last seen ${readableTime(entity.lastSeen)}`]
  const told = [...(entity.history.length > 0 ? [path(entity.history)] : []), ...seen].join(' · ')
  if (told !== '') canvas.line(told, indent + 2, paint.dim)
  for (const step of entity.history.filter((candidate) => candidate.course === 'illegal').slice(0, 3)) {
    const at = step.where ? ` at ${step.where.source}:${step.where.line}` : ''
    canvas.line(`left the path: ${step.from ?? 'nothing'} → ${step.to} (${step.event})${at}`, indent + 2, paint.red)
  }
  if (entity.lastError !== null) canvas.line(`last error: ${entity.lastError}`, indent + 2, paint.yellow)
}

/** The main machine's states in order, repeated rounds folded: `pending → running ×3 → succeed`. */
function path(history: readonly ReportStep[]): string {
  const machine = history[0]!.machine
  const steps = history.filter((step) => step.machine === machine)
  const states: { state: string; count: number }[] = []
  for (const step of steps) {
    const last = states.at(-1)
    if (last?.state === step.to) last.count += step.count
    else states.push({ state: step.to, count: step.count })
  }
  const told = states.map(({ state, count }) => (count > 1 ? `${state} ×${count}` : state))
  const shown = told.length > 9 ? [...told.slice(0, 3), `… ${told.length - 7} …`, ...told.slice(-4)] : told
  return `${machine}: ${shown.join(' → ')}`
}
