import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, sampleInput, signatureFinding, violation } from '../testing/report-input.ts'
import { schemaFaults } from '../testing/schema.ts'
import { buildReport } from './build.ts'

describe('a report', () => {
  const report = buildReport(sampleInput())

  test('is valid by the shipped schema', () => {
    expect(schemaFaults(report)).toEqual([])
  })

  test('links jobs, tasks and subtasks in both directions, ids in the order of numbers', () => {
    expect(report.jobs.map((job) => [job.id, job.tasks])).toEqual([['77', ['9']]])
    expect(report.tasks.map((task) => [task.id, task.jobId, task.subtasks])).toEqual([['9', '77', ['3', '12']]])
    expect(report.subtasks.map((subtask) => [subtask.id, subtask.taskId])).toEqual([
      ['3', '9'],
      ['12', '9'],
    ])
  })

  test('is built in seconds for tens of thousands of tasks', () => {
    const input = sampleInput()
    const [one] = input.replayed.entities
    const record = (kind: 'task' | 'subtask', i: number) => ({
      ...one!,
      ref: { kind, id: `${i}` },
      kin: kind === 'task' ? {} : { task: `${i}` },
    })
    const entities = (['task', 'subtask'] as const).flatMap((kind) => Array.from({ length: 20_000 }, (_, i) => record(kind, i)))
    const { tasks } = buildReport({ ...input, replayed: { ...input.replayed, entities, histories: [] } })
    expect(tasks.slice(-1).map(({ id, subtasks }) => [id, subtasks])).toEqual([['19999', ['19999']]])
  })

  test('tells one story of several machines, by time, the main machine first at equal times, and takes the gravest verdict', () => {
    const [job] = report.jobs
    expect(job).toMatchObject({ state: 'running', schemaState: 'write only', verdict: 'conforming-if', errorCount: 2, rowCount: null })
    expect(job!.history.map((step) => [step.machine, step.to])).toEqual([
      ['job', 'queueing'],
      ['job', 'running'],
      ['schema-state', 'write only'],
    ])
    expect(report.subtasks.map((subtask) => subtask.verdict)).toEqual(['not-judgeable', 'violating'])
    expect(report.subtasks[1]).toMatchObject({ attempts: 4, step: 'read-index', lastError: 'lock taken' })
  })

  test('puts the root cause before what it explains, though that is graver', () => {
    expect(report.findings.map((finding) => finding.code)).toEqual(['made-up-lock', 'illegal-subtask-step'])
    expect(report.findings[1]!.causedBy).toEqual([report.findings[0]!.id])
  })

  test('fills the names of kin into the words of a signature', () => {
    const [root] = report.findings
    expect(root!.explanation).toMatch(/^An earlier attempt of task 9 left/)
    expect(root!.remedy).toBe('Restart the tidb-server on tidb-1. Or run ADMIN CANCEL DDL JOBS 77.')
    expect(root!.entities).toEqual([
      { kind: 'task', id: '9' },
      { kind: 'job', id: '77' },
    ])
  })

  test('says in two sentences, three with a chain, who, what, since when, which issue and what to do', () => {
    expect(report.summary).toBe(
      'ADD INDEX job 77 (task 9): the lock of the made-up engine is held by this process; seen 3 times since 2025-01-07 18:12:56 +08:00. ' +
        'Known issue #58776 (whether v9.1.0 has it is not known, no release with the fix is known): ' +
        'restart the tidb-server on tidb-1.',
    )
  })

  test('names an entity that only kin mention, so that no link leads nowhere', () => {
    const input = sampleInput()
    const orphaned = { ...input.replayed, entities: input.replayed.entities.filter((record) => record.ref.kind !== 'task') }
    const { tasks } = buildReport({ ...input, replayed: orphaned })
    expect(tasks).toMatchObject([{ id: '9', verdict: 'not-judgeable', subtasks: ['3', '12'], history: [] }])
  })
})

describe('the id of a finding', () => {
  const idOf = (finding: typeof violation): string => buildReport({ ...sampleInput(), findings: [finding] }).findings[0]!.id

  test('is the same for the same failure of other entities, nodes, times, files and counts', () => {
    const elsewhere = {
      ...violation,
      entities: [{ kind: 'subtask', id: '4711' } as const],
      nodes: ['other'],
      first: at(500),
      last: null,
      count: 9,
      evidence: [],
    }
    expect(idOf(elsewhere)).toBe(idOf(violation))
  })

  test('differs for another step, another code, another kind of entity', () => {
    const others = [
      { ...violation, arguments: { ...violation.arguments, to: 'pending' } },
      { ...violation, code: 'illegal-task-step' },
      { ...violation, entities: [{ kind: 'task', id: '12' } as const] },
    ]
    expect(new Set([violation, ...others].map(idOf)).size).toBe(4)
  })

  test('is unique in a report', () => {
    const twin = { ...violation, entities: [{ kind: 'subtask', id: '3' } as const] }
    const ids = buildReport({ ...sampleInput(), findings: [violation, twin, signatureFinding] }).findings.map((finding) => finding.id)
    expect(new Set(ids).size).toBe(3)
  })
})

describe('the order of what comes in', () => {
  test('never changes a byte', () => {
    const wanted = JSON.stringify(buildReport(sampleInput()))
    const { replayed, findings, crashes, sources } = sampleInput()
    const shuffle = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length })
    fc.assert(
      fc.property(
        shuffle(replayed.histories),
        shuffle(replayed.entities),
        shuffle(findings),
        shuffle(sources),
        (histories, entities, given, read) => {
          const shuffled = buildReport({
            ...sampleInput(),
            replayed: { ...replayed, histories, entities },
            findings: given,
            sources: read,
            crashes,
          })
          expect(JSON.stringify(shuffled)).toBe(wanted)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('findings that blame each other are kept, each once', () => {
    const circle = [
      { ...violation, causedBy: ['made-up-lock'] },
      { ...signatureFinding, causedBy: ['illegal-subtask-step'] },
    ]
    expect(buildReport({ ...sampleInput(), findings: circle }).findings).toHaveLength(2)
  })
})

describe('the status', () => {
  const quiet = { ...sampleInput(), findings: [] }

  test('is clean when entities were judged and enough was understood', () => {
    const report = buildReport(quiet)
    expect(report.status).toBe('clean')
    expect(report.summary).toContain('ADD INDEX job 77 was last seen running')
  })

  test.each([
    ['nothing was read', { ...quiet.coverage, lines: 0, strays: 0, entries: 0, goReports: 0, recognised: 0 }, /^Nothing could be read/],
    ['no line is TiDB', { ...quiet.coverage, strays: 40, entries: 0, goReports: 0, recognised: 0 }, /^No TiDB log line/],
    ['no message is DDL', { ...quiet.coverage, goReports: 0, recognised: 0 }, /^Nothing about DDL/],
  ])('is inconclusive when %s', (_, coverage, summary) => {
    const nothing = { ...quiet.replayed, histories: [], entities: [] }
    const report = buildReport({ ...quiet, coverage, crashes: [], replayed: nothing })
    expect(report.status).toBe('inconclusive')
    expect(report.summary).toMatch(summary)
    expect(schemaFaults(report)).toEqual([])
  })

  test('is inconclusive below the least coverage asked for', () => {
    expect(buildReport({ ...quiet, minCoverage: 0.8 }).status).toBe('clean')
    expect(buildReport({ ...quiet, minCoverage: 0.81 }).status).toBe('inconclusive')
  })
})
