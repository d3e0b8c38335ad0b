import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Era, Message, Shows, Subject } from './contract.ts'
import { compareEras, eras, mayHave, spanOf, surelyHas } from './eras.ts'
import { messages, nodeKinds, noteShows, subjects } from './index.ts'
import { mayBeOf, messagePrefixes } from './print-places.ts'
import type { Invariant, Told } from './rules.ts'
import { canonicalField } from './spellings.ts'

const kinds = new Set(messages.map((row) => row.kind))
const machines = new Map(subjects.map((subject) => [subject.name, subject]))

function statesOf({ states }: Subject): string[] {
  return [...new Set([...states.initial, ...states.resting, ...states.final, ...states.other])]
}

/** Every list of lines in a rule. */
function toldBy(invariant: Invariant): readonly Told[] {
  const lists = Object.values({ ...invariant, per: [], upholds: [], must: [], order: [] }).filter((value): value is readonly Told[] =>
    Array.isArray(value),
  )
  return lists.flat()
}

function nameOf(row: Message): string {
  return `${row.kind}: ${row.text}`
}

describe.each(subjects.map((subject) => [subject.name, subject] as const))('machine %s', (_name, subject) => {
  const states = statesOf(subject)

  it('reaches each of its states', () => {
    const reached = new Set<string>(subject.states.initial)
    for (const row of subject.transitions) if (row.from === null) reached.add(row.to)
    for (let before = -1; before !== reached.size; ) {
      before = reached.size
      for (const row of subject.transitions) if (row.from !== null && reached.has(row.from)) reached.add(row.to)
    }
    expect([...reached].sort()).toEqual([...states].sort())
  })

  it('leaves its final states only by quirks or recovery', () => {
    const exits = subject.transitions.filter(
      (row) => row.from !== null && subject.states.final.includes(row.from) && row.course === 'normal',
    )
    expect(exits).toEqual([])
  })

  it('lists a state as final, or as another, but not as both', () => {
    const { initial, resting, final, other } = subject.states
    expect(final.filter((state) => initial.includes(state) || resting.includes(state) || other.includes(state))).toEqual([])
    expect(other.filter((state) => initial.includes(state) || resting.includes(state))).toEqual([])
  })

  it('cites each row, has none twice, and none from a state to itself', () => {
    for (const row of subject.transitions) {
      expect(row.cite.length).toBeGreaterThan(5)
      expect(row.from).not.toBe(row.to)
      expect(states).toContain(row.to)
      if (row.from !== null) expect(states).toContain(row.from)
    }
    const named = subject.transitions.map((row) => `${row.from}>${row.to} ${[...row.by].sort().join()}`)
    expect(named.filter((name, i) => named.indexOf(name) !== i)).toEqual([])
  })

  it('names only kinds that exist', () => {
    const named = [
      ...subject.transitions.flatMap((row) => row.by),
      ...subject.invariants.flatMap(toldBy).map((told) => (typeof told === 'string' ? told : told.kind)),
    ]
    expect(named.filter((kind) => !kinds.has(kind))).toEqual([])
  })
})

describe('messages', () => {
  it('have kinds in kebab-case whose first word is what they are about', () => {
    expect([...kinds].filter((kind) => !/^[a-z]+(?:-[a-z]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*$/.test(kind))).toEqual([])
  })

  it('are each settled by text, or by the fields or files of rows that share one', () => {
    for (const rows of rowsByText()) {
      const tied = rows.filter((row, i) => rows.some((other, j) => i !== j && unsettled(row, other)))
      expect(tied.map(nameOf)).toEqual([])
    }
  })

  it('share a text under one kind, but for the one text of owner and executor', () => {
    const several = rowsByText().filter((rows) => new Set(rows.map((row) => row.kind)).size > 1)
    expect(several.map((rows) => rows[0]?.text)).toEqual(['unknown task type'])
  })

  it('stand without the prefix of an era', () => {
    expect(messages.filter((row) => messagePrefixes.some((prefix) => row.text.startsWith(prefix)))).toEqual([])
  })

  it('begin with nothing that another prefix row would take', () => {
    const prefixes = messages.filter((row) => row.match === 'prefix')
    expect(prefixes.length).toBeGreaterThan(0)
    for (const prefix of prefixes) expect(messages.filter((row) => row !== prefix && row.text.startsWith(prefix.text))).toEqual([])
  })

  it('carry what they need, and fields whose names do not run into each other', () => {
    for (const row of messages) {
      expect((row.needs ?? []).filter((key) => !row.fields.includes(key))).toEqual([])
      const same = row.fields.filter(
        (key) => canonicalField(key) === key && row.fields.some((other) => other !== key && canonicalField(other) === key),
      )
      expect(same, nameOf(row)).toEqual([])
    }
  })

  it('end no earlier than they begin', () => {
    const rows: readonly { readonly since?: Era; readonly until?: Era }[] = [
      ...messages,
      ...subjects.flatMap((subject) => subject.transitions),
    ]
    for (const { since, until } of rows) if (since && until) expect(compareEras(since, until)).toBeLessThanOrEqual(0)
  })

  it('show states that their machine has, read from fields that the line has', () => {
    for (const row of messages) for (const shows of row.shows ?? []) expectShown(shows, row)
    for (const shows of Object.values(noteShows).flat()) expectShown(shows, null)
  })

  it('cover the reference', () => {
    expect(messages.length).toBeGreaterThan(690)
    expect(new Set(messages.map((row) => row.entity)).size).toBe(13)
  })
})

function rowsByText(): Message[][] {
  const byText = new Map<string, Message[]>()
  for (const row of messages) byText.set(row.text, [...(byText.get(row.text) ?? []), row])
  return [...byText.values()]
}

function unsettled(a: Message, b: Message): boolean {
  const needs = (row: Message) => [...(row.needs ?? [])].sort().join()
  return needs(a) === needs(b) && (a.files.length === 0 || b.files.length === 0 || a.files.some((file) => b.files.includes(file)))
}

function expectShown(shows: Shows, row: Message | null): void {
  const machine = machines.get(shows.machine)
  const what = row === null ? 'a note' : nameOf(row)
  expect(machine, what).toBeDefined()
  const states = statesOf(machine as Subject)
  for (const state of [...(shows.state === undefined ? [] : [shows.state]), ...Object.values(shows.map ?? {})])
    expect(states, what).toContain(state)
  expect(shows.state === undefined, what).toBe(shows.field !== undefined)
  if (row === null) return
  const known = new Set(row.fields.map(canonicalField))
  const whole = known.has('job-string') || known.has('job-strings')
  if (shows.field !== undefined)
    expect(known.has(shows.field) || (whole && shows.field.startsWith('job.')), `${what} ${shows.field}`).toBe(true)
}

describe('the kinds that others build on', () => {
  it.each([
    ['job.step-start', 'run DDL job'],
    ['job.step-start', 'run one job step'],
    ['job.step-error', 'run DDL job error'],
    ['job.step-failed-retry', 'run DDL job failed, sleeps a while then retries it.'],
    ['job.rollback-converted', 'run add index job failed, convert job to rollback'],
    ['task.not-resumable', 'task not resumable'],
    ['task.reverted', 'task reverted'],
    ['task.not-found', 'cannot get task'],
    ['task.step-switch', 'switch to next step'],
    ['task.step-switch', 'onNextStage'],
    ['task.subtasks-scheduled', 'schedule subtasks'],
    ['task.merge-sort-skipped', 'skip merge sort'],
    ['task.plan-error', 'generate part of subtasks failed'],
    ['task.plan-failed', 'generate plan failed'],
    ['task.tick-error', 'schedule task meet err, reschedule it'],
    ['task.batch-planned', 'on next subtasks batch'],
    ['engine.build-failed', 'build ingest engine failed'],
    ['engine.register-failed', 'cannot register new engine'],
    ['subtask.run-failed', 'run subtask failed'],
    ['subtask.retryable-error', 'meet retryable error'],
    ['reorg.done', 'run reorg job done'],
    ['reorg.wait-timeout', 'run reorg job wait timeout'],
    ['backfill.state-running', 'index backfill state running'],
    ['server.start', 'Welcome to TiDB.'],
    ['server.signal', 'got signal to exit'],
    ['server.closed', 'domain closed'],
    ['owner.become', 'become owner'],
    ['owner.retire', 'retire owner'],
    ['owner.get', 'get owner'],
    ['owner.not-owner', 'is not the owner'],
    ['owner.resign', 'resign owner success'],
    ['panic.recovered', 'panic in the recoverable goroutine'],
    ['etcd.retry', 'retrying of unary invoker failed'],
  ])('%s is %s', (kind, text) => {
    expect(messages.filter((row) => row.text === text).map((row) => row.kind)).toContain(kind)
  })

  it('of a node’s life exist', () => {
    const tests = [...nodeKinds.becomesOwner, ...nodeKinds.losesOwner].map((test) => test.kind)
    const lists = [...nodeKinds.start, ...nodeKinds.shutdown, ...nodeKinds.closed, ...nodeKinds.ownerActs, ...nodeKinds.witness]
    expect([...tests, ...lists].filter((kind) => !kinds.has(kind))).toEqual([])
  })
})

describe('rows and versions', () => {
  const span = (version: string) => spanOf(version)!

  it('a version of an era may have the rows between whose eras it lies', () => {
    const released = eras.filter((era) => era.startsWith('v'))
    fc.assert(
      fc.property(fc.constantFrom(...released), fc.constantFrom(...released), fc.constantFrom(...released), (a, b, c) => {
        const [since, era, until] = [a, b, c].sort(compareEras) as [Era, Era, Era]
        return mayHave(span(`${era}.0`), { since, until })
      }),
    )
  })

  it('what a version surely has it may have', () => {
    const era = fc.constantFrom<Era | undefined>(
      undefined,
      ...eras,
      ...eras.filter((it) => it.startsWith('v')).map((it) => `~${it}` as Era),
    )
    const version = fc.constantFrom('v6.5.3', 'v7.5.0-alpha', 'v8.1.0', 'v8.5.4', 'v9.0.0-beta.2')
    fc.assert(
      fc.property(version, era, era, (it, since, until) => !surelyHas(span(it), { since, until }) || mayHave(span(it), { since, until })),
    )
  })

  it('leave open what a build with newer sources has', () => {
    expect([mayHave(span('v8.5.4'), { since: '2025' }), surelyHas(span('v8.5.4'), { since: '2025' })]).toEqual([true, false])
    expect(spanOf('None')).toBeNull()
    expect(mayHave(span('v7.1.0'), { since: '2025' })).toBe(false)
  })

  it('grant an era of doubt to what was inferred, and one to what was being made', () => {
    expect(mayHave(span('v7.4.0'), { since: '~v7.5' })).toBe(true)
    expect(mayHave(span('v7.4.0'), { since: 'v7.5' })).toBe(false)
    expect(mayHave(span('v8.0.0'), { until: '~v7.6' })).toBe(true)
    expect(surelyHas(span('v8.1.0'), { since: '~v8.1' })).toBe(false)
    expect(surelyHas(span('v8.2.0'), { since: '~v8.1' })).toBe(true)
    expect(mayHave(span('v7.5.0-alpha'), { until: 'v7.4' })).toBe(true)
    expect(mayHave(span('v7.5.0'), { until: 'v7.4' })).toBe(false)
  })

  it('takes files of one family for each other', () => {
    expect(mayBeOf('job_scheduler.go', ['ddl_worker.go'])).toBe(true)
    expect(mayBeOf('', ['ddl_worker.go'])).toBe(true)
    expect(mayBeOf('coprocessor.go', ['ddl_worker.go'])).toBe(false)
  })
})
