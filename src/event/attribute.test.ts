import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Note } from '../entry/entry.ts'
import { messages } from '../knowledge/index.ts'
import { kinship } from '../knowledge/kinship.ts'
import { taskKeyJob } from '../knowledge/spellings.ts'
import { entryOf } from '../testing/entries.ts'
import { Attributor } from './attribute.ts'
import type { Event } from './event.ts'
import { noteEvent } from './note.ts'
import { createRecogniser } from './recognise.ts'

const recogniser = createRecogniser(messages)

/** Lines as `node|seconds|rest of the entry`, seconds after midnight; the file is the last word of the rest. */
function run(...lines: string[]): { events: Event[]; kin: ReturnType<Attributor['kin']> } {
  return settle(lines.flatMap(parse))
}

function parse(line: string, index: number): readonly Event[] {
  const [node, seconds, rest] = line.split('|') as [string, string, string]
  const clock = new Date(Number(seconds) * 1000).toISOString().slice(11, 23)
  return recogniser.recognise(entryOf(`[2024/01/13 ${clock} +00:00] ${rest}`, node, index + 1))
}

function settle(events: Event[]): { events: Event[]; kin: ReturnType<Attributor['kin']> } {
  const attributor = new Attributor(kinship)
  for (const event of events) attributor.see(event)
  attributor.settle(events, true)
  return { events, kin: attributor.kin() }
}

const step = (job: number): string => `[INFO] [ddl_worker.go:1] ["run DDL job"] [jobID=${job}]`
const finish = (job: number): string => `[INFO] [ddl_worker.go:1] ["finish DDL job"] [jobID=${job}]`
const reorgDone = '[INFO] [reorg.go:1] ["run reorg job done"] ["handled rows"=3]'
const submitted = (job: number): string => `[INFO] [index.go:1] ["adjusted add-index task concurrency"] [task-key=ddl/backfill/${job}]`
const executed = (task: number, state = 'pending'): string =>
  `[INFO] [scheduler.go:1] ["execute one task"] [task-id=${task}] [task-type=backfill] [state=${state}]`
const notResumable = (job: number): string => `[INFO] [handle.go:186] ["task not resumable"] [taskKey=ddl/backfill/${job}]`
const reverted = (task: number): string => `[ERROR] [handle.go:92] ["task reverted"] [task-id=${task}] [error=x]`
const tick = (task: number): string =>
  `[INFO] [scheduler.go:1] ["schedule task meet err, reschedule it"] [task-id=${task}] [task-type=backfill] [error=x]`

describe('a task key and a task id', () => {
  test('belong together when one line follows the other', () => {
    const { events, kin } = run(`a|1|${notResumable(491)}`, `a|1.3|${reverted(210029)}`, `a|9|${tick(210029)}`)
    expect(kin.get('task 210029')).toEqual({ task: null, job: '491', key: 'ddl/backfill/491', inferred: true })
    expect(events[2]).toMatchObject({ ids: { task: '210029', job: '491' }, inferred: ['job'], entity: { kind: 'task', id: '210029' } })
    expect(events[0]).toMatchObject({ ids: { job: '491', task: '210029' }, inferred: ['task'] })
  })

  test('do not where two keys fit, another node speaks, or too much time went by', () => {
    const nothing = { job: null, key: null }
    const two = run(`a|1|${notResumable(491)}`, `a|1.1|${notResumable(492)}`, `a|1.3|${reverted(7)}`)
    expect(two.kin.get('task 7')).toMatchObject(nothing)
    expect(run(`a|1|${notResumable(491)}`, `b|1.3|${reverted(7)}`).kin.get('task 7')).toMatchObject(nothing)
    expect(run(`a|1|${notResumable(491)}`, `a|7|${reverted(7)}`).kin.get('task 7')).toMatchObject(nothing)
  })

  test('a key that is taken does not stand in the way of another', () => {
    const { kin } = run(`a|1|${submitted(5)}`, `a|2|${executed(10)}`, `a|3|${submitted(6)}`, `a|4|${executed(11)}`)
    expect([kin.get('task 10')?.job, kin.get('task 11')?.job]).toEqual(['5', '6'])
  })

  test('a task that was under way before is not the one that was submitted', () => {
    expect(run(`a|1|${submitted(5)}`, `a|2|${executed(10, 'running')}`).kin.get('task 10')?.key).toBeNull()
  })
})

describe('lines without an id', () => {
  test('are of the one job that their node steps', () => {
    const { events } = run(`a|1|${step(5)}`, `b|1|${step(6)}`, `a|2|${reorgDone}`, `c|2|${reorgDone}`)
    expect(events[2]).toMatchObject({
      ids: { job: '5', 'reorg-ctx': '5' },
      inferred: ['job', 'reorg-ctx'],
      entity: { kind: 'reorg-ctx', id: '5' },
    })
    expect(events[3]).toMatchObject({ ids: {}, entity: null })
  })

  test('are of nobody while two jobs are stepped, and of the one that is left', () => {
    const { events } = run(`a|1|${step(5)}`, `a|2|${step(6)}`, `a|3|${reorgDone}`, `a|4|${finish(5)}`, `a|5|${reorgDone}`)
    expect(events[2]!.ids).toEqual({})
    expect(events[4]).toMatchObject({ ids: { job: '6' }, inferred: ['job', 'reorg-ctx'] })
  })

  test('follow a job to the node that steps it now', () => {
    const { events } = run(`a|1|${step(5)}`, `b|2|${step(5)}`, `a|3|${step(6)}`, `a|4|${reorgDone}`)
    expect(events[3]!.ids.job).toBe('6')
  })

  test('at the head of a log are of the job that is stepped next, unless it was only made then', () => {
    expect(run(`a|1|${reorgDone}`, `a|2|${step(5)}`).events[0]!.ids.job).toBe('5')
    const made = '[INFO] [ddl.go:1] ["start DDL job"] [job_id=5] [query=x]'
    expect(run(`a|1|${reorgDone}`, `a|2|${made}`, `a|3|${step(5)}`).events[0]!.ids.job).toBeUndefined()
    expect(run(`a|1|${reorgDone}`, `a|2000|${step(5)}`).events[0]!.ids.job).toBeUndefined()
  })

  test('of a subtask that failed are its own', () => {
    const failed = '[INFO] [task_executor.go:1] ["run subtask failed"] [task-id=3] [subtaskID=30] [step=read-index] [error=x]'
    const { events } = run(
      `a|1|${failed}`,
      `a|1|[WARN] [task_executor.go:1] ["meet retryable error"] [task-id=3] [error=x]`,
      `a|1|[WARN] [task_executor.go:1] ["meet retryable error"] [task-id=4] [error=x]`,
    )
    expect(events.map(({ ids }) => ids.subtask)).toEqual(['30', '30', undefined])
  })
})

describe('kin', () => {
  const register = '[ERROR] [backfilling_read_index.go:1] ["cannot register new engine"] [task-id=3] [subtask-id=30] [error=x] ["job ID"=7]'

  test('tie a subtask to its task and job, for lines before and after', () => {
    const { events, kin } = run(`a|1|${tick(3)}`, `a|2|${register}`, `a|3|${tick(3)}`)
    expect(kin.get('subtask 30')).toEqual({ task: '3', job: '7', key: null, inferred: false })
    expect(events.map(({ ids }) => ids.job)).toEqual(['7', '7', '7'])
    expect(events.map(({ inferred }) => inferred)).toEqual([['job'], [], ['job']])
  })

  test('that contradict each other tie nothing', () => {
    const { events } = run(`a|1|${register}`, `a|2|${register.replace('=7]', '=8]')}`, `a|3|${tick(3)}`)
    expect(events[2]!.ids.job).toBeUndefined()
  })

  test('an engine is found by the number of its index, where one job alone has it', () => {
    const build = (job: number): string =>
      `[WARN] [engine_mgr.go:1] ["build ingest engine failed"] ["job ID"=${job}] ["index ID"=41] [error=x]`
    const open = '[INFO] [backend.go:1] ["open engine"] [engineTag=sbtest1:41] [engineUUID=24fe2a81-4dc7-5380-a88a-0a7cb3f2523d]'
    expect(run(`a|1|${open}`, `a|2|${build(7)}`).events[0]!.ids.job).toBe('7')
    expect(run(`a|1|${open}`, `a|2|${build(7)}`, `a|3|${build(8)}`).events[0]!.ids.job).toBeUndefined()
    expect(run(`b|1|${open}`, `a|2|${build(7)}`).events[0]!.ids.job).toBeUndefined()
  })

  test('the sort path in an error names the job', () => {
    const { events } = run(
      `a|1|[WARN] [engine.go:1] ["some engine trouble"] [error="open /data/tmp_ddl-4000/118/24fe2a81-4dc7-5380-a88a-0a7cb3f2523d: no such file"]`,
    )
    expect(events[0]).toMatchObject({ ids: { job: '118', engine: '24fe2a81-4dc7-5380-a88a-0a7cb3f2523d' }, inferred: [] })
  })
})

describe('what is left over at the end', () => {
  const note = (job: string, type: string): Event =>
    noteEvent({
      kind: 'note',
      where: { source: 'a', line: 1 },
      origin: { source: 'a', node: null, container: null, stream: null },
      time: null,
      note: {
        what: 'job',
        fields: [
          { key: 'job.ID', value: job },
          { key: 'job.Type', value: type },
        ],
      } satisfies Note['note'],
      text: '',
    })

  test('one ADD INDEX and one backfill task belong together', () => {
    const events = [note('561', 'add index'), ...parse(`a|1|${tick(180041)}`, 0)]
    expect(settle(events).kin.get('task 180041')).toEqual({ task: null, job: '561', key: null, inferred: true })
    expect(events[1]).toMatchObject({ ids: { job: '561' }, inferred: ['job'] })
  })

  test('two of either do not, nor a job of another type, nor a task from after the job', () => {
    const jobOf = (...events: (Event | readonly Event[])[]): string | null | undefined =>
      settle(events.flat() as Event[]).kin.get('task 9')?.job
    const task = (id: number, seconds = 1): readonly Event[] => parse(`a|${seconds}|${tick(id)}`, 0)
    expect(jobOf(note('1', 'add index'), task(9))).toBe('1')
    expect(jobOf(note('1', 'add index'), note('2', 'add index'), task(9))).toBeNull()
    expect(jobOf(note('1', 'add index'), task(9), task(10))).toBeNull()
    expect(jobOf(note('1', 'drop table'), task(9))).toBeNull()
    expect(jobOf(note('1', 'add index'), parse(`a|5|${finish(1)}`, 0), task(9, 500))).toBeNull()
  })
})

test('an owner is named by its key', () => {
  const { events } = run(
    'a|1|[WARN] [manager.go:300] ["is not the owner"] ["owner info"="[ddl] /tidb/ddl/fg/owner ownerManager 7967c229-7b89-45de-a781-0afaf6f1d3c7"]',
    'a|1|[WARN] [manager.go:300] ["is not the owner"] ["owner info"="[autoid] tidb/autoid/leader ownerManager tc-tidb-1:10080"]',
  )
  expect(events.map(({ entity }) => entity?.id)).toEqual(['/tidb/ddl/fg/owner', 'tidb/autoid/leader'])
})

test('every kind that the rules name is one of the tables', () => {
  const { current, pairs, identity, last } = kinship
  const named = [
    ...current.flatMap(({ open, begin, close, reset, fills }) => [...open, ...begin, ...close, ...reset, ...fills]),
    ...pairs.flatMap(({ key, task }) => [...key, ...task]),
    ...identity.flatMap(({ kinds }) => [...kinds]),
    ...last.created,
    ...last.finished,
  ]
  const known = new Set(messages.map(({ kind }) => kind))
  expect(named.filter((kind) => !known.has(kind))).toEqual([])
})

test('whatever the lines are, an id that a line printed is never replaced, and a guess is always marked', () => {
  const line = fc
    .tuple(
      fc.constantFrom('a', 'b'),
      fc.constantFrom(step, finish, submitted, executed, notResumable, reverted, tick),
      fc.integer({ min: 1, max: 3 }),
    )
    .map(([node, make, id]) => `${node}|SECONDS|${make(id)}`)
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.constant(`a|SECONDS|${reorgDone}`)), { maxLength: 15 }), (lines) => {
      const timed = lines.map((text, i) => text.replace('SECONDS', String(i)))
      const printed = timed.flatMap(parse).map(({ ids, fields }) => ({ ...ids, ...jobOfKey(fields['task-key']) }))
      const { events } = run(...timed)
      for (const [i, { ids, inferred, entity }] of events.entries()) {
        expect(ids).toMatchObject(printed[i]!)
        const added = (['job', 'task', 'subtask'] as const).filter((kind) => ids[kind] !== undefined && !(kind in printed[i]!))
        expect([...inferred].filter((kind) => kind === 'job' || kind === 'task' || kind === 'subtask').sort()).toEqual(added.sort())
        if (entity) expect(ids[entity.kind]).toBe(entity.id)
      }
    }),
    { numRuns: 100 },
  )
})

function jobOfKey(key: string | undefined): { job?: string } {
  const job = key === undefined ? undefined : taskKeyJob(key)?.job
  return job === undefined ? {} : { job }
}
