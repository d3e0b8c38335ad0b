import type { EntityRef } from '../../event/event.ts'
import type { EntityKind } from '../../knowledge/contract.ts'
import type { Report, ReportFinding, ReportJob, ReportTask } from '../report.ts'

const NAMES: Readonly<Record<EntityKind, string>> = {
  job: 'job',
  task: 'task',
  subtask: 'subtask',
  engine: 'engine',
  backend: 'ingest backend',
  'reorg-ctx': 'reorg context',
  checkpoint: 'checkpoint',
  'flush-lock': 'flush lock',
  owner: 'owner',
  'schema-version': 'schema version',
  scheduler: 'scheduler',
  executor: 'executor',
  node: 'node',
  test: 'test',
}

/** `task 270028`; the kind in words, the id as TiDB prints it. */
export function nameOf(entity: EntityRef): string {
  return `${NAMES[entity.kind]} ${entity.id}`
}

/** Replaces `{job}`, `{task}`, `{subtask}`, `{node}` … by the ids that are known, by `<job id>` where none is. */
export function fillNames(text: string, entities: readonly EntityRef[], nodes: readonly string[]): string {
  const known = nodes.length > 0 ? text : text.replaceAll(' ({node})', '')
  return known.replace(/\{(job|task|subtask|engine|backend|node)\}/g, (_, kind: EntityKind) => {
    const ids = kind === 'node' && nodes.length > 0 ? nodes : entities.filter((entity) => entity.kind === kind).map((entity) => entity.id)
    return ids.length > 0 ? ids.join(', ') : `<${NAMES[kind]}${kind === 'node' ? '' : ' id'}>`
  })
}

/** As above, where a text speaks of one: `job {job}` is `job 443`, `the job` where none is known, `a job` where it may be any of several. */
export function fillClause(text: string, entities: readonly EntityRef[], nodes: readonly string[]): string {
  return text.replace(/([a-z ]*[a-z]) \{(job|task|subtask|engine|backend|node)\}/g, (_, words: string, kind: EntityKind) => {
    const ids = kind === 'node' ? nodes : entities.flatMap((entity) => (entity.kind === kind ? entity.id : []))
    if (ids.length === 1) return `${words} ${ids[0]}`
    const [, before = '', noun = ''] = /^(.* )?(\S+)$/.exec(words)!
    return `${before}${ids.length === 0 ? 'the' : /^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
  })
}

/** `ADD INDEX job 443 (task 270028, subtask 270055)`: whom a finding is about, from the job down; null when it names nobody. */
export function subjectOf(finding: ReportFinding, { jobs, tasks }: Pick<Report, 'jobs' | 'tasks'>): string | null {
  const ids = (kind: EntityKind): string[] => finding.entities.filter((entity) => entity.kind === kind).map((entity) => entity.id)
  const named = (kind: EntityKind): string | null => several(NAMES[kind], ids(kind))
  const job = jobs.find((candidate) => ids('job').includes(candidate.id))
  const parts = [job ? jobName(job, tasks) : named('job'), named('task'), named('subtask')].filter((part) => part !== null)
  const [head, ...rest] =
    parts.length > 0
      ? parts
      : [
          several('node', finding.nodes) ??
            (finding.entities.length === 1 ? nameOf(finding.entities[0]!) : several('entity', finding.entities.map(nameOf))),
        ]
  if (head === undefined || head === null) return null
  return sentenceCase(head) + (rest.length > 0 ? ` (${rest.join(', ')})` : '')
}

function several(name: string, ids: readonly string[]): string | null {
  if (ids.length === 0) return null
  if (ids.length === 1) return `${name} ${ids[0]}`
  const shown = ids.slice(0, 3).join(', ')
  return `${name}s ${shown}${ids.length > 3 ? ` and ${ids.length - 3} more` : ''}`
}

/** Task types that only one type of job has: model-dxf, task types. */
const TYPE_BY_TASK: Readonly<Record<string, string>> = { backfill: 'ADD INDEX' }

/** `ADD INDEX job 443`; the type as in SQL, without the comment that newer TiDB adds; where no line says it, as its tasks tell. */
export function jobName(job: ReportJob, tasks: readonly ReportTask[]): string {
  const told = tasks.find((task) => task.jobId === job.id && task.type !== null && TYPE_BY_TASK[task.type] !== undefined)
  const type = (job.type ?? (told ? TYPE_BY_TASK[told.type!]! : 'DDL')).replace(/\/\*[^*]*\*\//g, '').trim()
  return `${type === '' ? 'DDL' : type.toUpperCase()} job ${job.id}`
}

export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A title inside a sentence: `The lock …` becomes `the lock …`, `ADD INDEX …` and `TiDB …` stay. */
export function inSentence(title: string): string {
  return /^[A-Z][a-z]*\s/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}

/** `3 times`, `once`. */
export function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

/** `4.9 ms`, `1.2 s`, `5 min`, `2.5 h`: two digits that count, or three. */
export function duration(ms: number): string {
  const [unit, size] = UNITS.find(([, size]) => ms < size * LEAST_OF_NEXT) ?? LONGEST
  const amount = ms / size
  return `${Number(amount.toFixed(amount < 10 ? 1 : 0))} ${unit}`
}

const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['ms', 1],
  ['s', 1_000],
  ['min', 60_000],
]
const LONGEST = ['h', 3_600_000] as const
/** Of a unit as many are told before the next takes over: 90 s, not 1.5 min. */
const LEAST_OF_NEXT = 120

/** `1 job`, `2 jobs`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`
}
