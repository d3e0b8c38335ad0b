import type { Report, ReportJob, ReportStep, ReportSubtask, ReportTask } from '../report.ts'
import { readableTime } from '../time.ts'
import { counted, jobName } from '../wording/names.ts'
import type { Canvas } from './canvas.ts'
import { bareJobs, namedByFindings, quietSubtasks, some } from './quiet.ts'
import { verdictStyle } from './severity.ts'

/** Entities of a kind printed under one parent; `--format json` has them all. */
const SHOWN = 20

/** Jobs, their tasks, their subtasks, as a tree; those whose parent the log does not show stand at the end. */
export function drawEntities(report: Report, canvas: Canvas): void {
  if (report.jobs.length + report.tasks.length + report.subtasks.length === 0) return
  canvas.heading('Jobs')
  new Tree(report, canvas).draw()
}

class Tree {
  private readonly named: ReadonlySet<string>

  constructor(
    private readonly report: Report,
    private readonly canvas: Canvas,
  ) {
    this.named = namedByFindings(report)
  }

  draw(): void {
    const { jobs, tasks, subtasks } = this.report
    const { bare, others } = bareJobs(this.report, this.named)
    for (const job of this.first(others, 'job', 2)) {
      this.job(job)
      this.tasks(
        tasks.filter((task) => task.jobId === job.id),
        4,
      )
    }
    const jobIds = new Set(jobs.map(({ id }) => id))
    this.tasks(
      tasks.filter(({ jobId }) => jobId === null || !jobIds.has(jobId)),
      2,
    )
    const taskIds = new Set(tasks.map(({ id }) => id))
    this.subtasks(
      subtasks.filter(({ taskId }) => taskId === null || !taskIds.has(taskId)),
      2,
    )
    if (bare.length > 0)
      this.canvas.line(
        `${counted(bare.length, 'DDL job')} of which only the id is told: ${some(bare.map(({ id }) => id))}`,
        2,
        this.canvas.paint.dim,
      )
  }

  /** Those in trouble first, else in the order of ids; the rest is counted, not printed. */
  private first<T extends Drawn>(all: readonly T[], kind: 'job' | 'task' | 'subtask', indent: number): readonly T[] {
    if (all.length <= SHOWN) return all
    const rank = ({ verdict, id, lastError, state }: T): number => {
      if (verdict === 'violating') return 0
      if (this.named.has(`${kind} ${id}`)) return 1
      return lastError !== null ? 2 : state !== null ? 3 : 4
    }
    this.canvas.line(
      `${SHOWN} of ${all.length} ${kind}s, those in trouble first; --format json lists them all`,
      indent,
      this.canvas.paint.dim,
    )
    return all.toSorted((a, b) => rank(a) - rank(b)).slice(0, SHOWN)
  }

  private job(job: ReportJob): void {
    const facts = [
      job.state,
      job.schemaState,
      job.table && `table ${job.table}`,
      job.rowCount === null ? null : counted(job.rowCount, 'row'),
      job.errorCount ? counted(job.errorCount, 'error') : null,
    ]
    drawNode(jobName(job, this.report.tasks), facts, job, 2, this.canvas)
  }

  private tasks(tasks: readonly ReportTask[], indent: number): void {
    for (const task of this.first(tasks, 'task', indent)) {
      drawNode(`task ${task.id}`, [task.state, task.step && `step ${task.step}`, task.key ?? task.type], task, indent, this.canvas)
      this.subtasks(
        this.report.subtasks.filter((subtask) => subtask.taskId === task.id),
        indent + 2,
      )
    }
  }

  private subtasks(subtasks: readonly ReportSubtask[], indent: number): void {
    const { groups, others } = quietSubtasks(subtasks, this.named)
    for (const group of groups) this.quiet(group, indent)
    for (const subtask of this.first(others, 'subtask', indent)) {
      const tries = subtask.attempts > 1 ? `${subtask.attempts} attempts` : null
      drawNode(`subtask ${subtask.id}`, [subtask.state, step(subtask), on(subtask.nodes), tries], subtask, indent, this.canvas)
    }
  }

  private quiet(group: readonly [ReportSubtask, ...ReportSubtask[]], indent: number): void {
    const [one] = group
    const nodes = [...new Set(group.flatMap((subtask) => subtask.nodes))]
    const cells = [
      `${group.length} subtasks, ${one.id} to ${group.at(-1)!.id}`,
      [one.state, step(one), on(nodes)].filter(Boolean).join(', '),
    ]
    const { paint } = this.canvas
    this.canvas.cells(
      [
        [cells[0]!, paint.bold],
        [cells[1]!, (text) => text],
        [one.verdict, verdictStyle(paint, one.verdict)],
      ],
      indent,
    )
  }
}

function step(subtask: ReportSubtask): string | null {
  return subtask.step && `step ${subtask.step}`
}

function on(nodes: readonly string[]): string | null {
  return nodes.length > 0 ? `on ${some(nodes)}` : null
}

interface Drawn {
  readonly id: string
  readonly state: string | null
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
