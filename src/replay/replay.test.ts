import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Crash, Event } from '../event/event.ts'
import type { Subject } from '../knowledge/contract.ts'
import { eventOf, messageOf, sighting, subjectOf, wholeLogs } from '../testing/replay.ts'
import type { CoverageView } from './coverage.ts'
import type { History, Verdict } from './history.ts'
import { NO_NODE_KINDS } from './node-kinds.ts'
import type { ReplayOptions } from './options.ts'
import { Replay } from './replay.ts'

const ROWS = ['->a', 'a>b', 'b>c:turned', 'c>d', 'c>b', 'b~>a:reset', 'c?>e']
const TABLE = subjectOf(ROWS, {
  states: { initial: ['a'], resting: [], final: ['d', 'e'], other: ['b', 'c', 'alien'] },
  messages: [messageOf('turned', [], { level: 'DEBUG' })],
})
const MEMORY = subjectOf(['empty>open:opened', 'open>empty:closed'], {
  name: 'engine',
  entity: 'engine',
  lives: 'memory',
  scope: 'node',
  states: { initial: ['empty'], resting: ['empty'], final: [], other: ['open'] },
})
const KINDS = { ...NO_NODE_KINDS, start: ['boot'], shutdown: ['bye'] }
const TWO = wholeLogs(['n1', 'n2'])

function replay(
  events: readonly Event[],
  options: ReplayOptions = {},
  view: CoverageView = TWO,
  subjects: readonly Subject[] = [TABLE, MEMORY],
) {
  const it = new Replay(subjects, options)
  for (const event of events) it.see(event)
  return { ...it.close(view), unknown: it.unknownStates() }
}

const one = (events: readonly Event[], options?: ReplayOptions, view?: CoverageView) =>
  replay(events, options, view).histories[0] as History
const trace = (...states: string[]) => states.map((state, i) => sighting(state, { at: i, line: i + 1 }))

/** A walk along rows that need no witness, beginning where a life begins. */
const walk = fc.array(fc.nat(), { minLength: 1, maxLength: 15 }).map((choices) => {
  const states = ['a']
  for (const choice of choices) {
    const next = TABLE.transitions.filter((row) => row.from === states.at(-1) && row.course !== 'recovery')
    if (next.length === 0) break
    states.push(next[choice % next.length]?.to as string)
  }
  return states
})

describe('verdicts', () => {
  test('a walk seen whole is conforming', () => {
    const property = fc.property(walk, (states) => {
      if (states.length > 1) expect(one(trace(...states)).verdict).toBe('conforming')
    })
    fc.assert(property)
  })

  test('a walk with holes is never violating', () => {
    const property = fc.property(walk, fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), (states, kept) => {
      const rest = states.filter((_, i) => kept[i] === true)
      if (rest.length === 0) return
      const { verdict } = one(trace(...rest))
      expect(['conforming', 'conforming-if', ...(new Set(rest).size < 2 ? ['not-judgeable'] : [])]).toContain(verdict)
    })
    fc.assert(property)
  })

  test('a line that nothing leads to is violating, once, wherever it stands', () => {
    const property = fc.property(walk, fc.nat(), (states, place) => {
      const at = 1 + (place % states.length)
      const history = one(trace(...states.slice(0, at), 'alien', ...states.slice(at)))
      expect(history.verdict).toBe('violating')
      expect(history.violations).toHaveLength(1)
      expect(history.violations[0]).toMatchObject({ observed: 'alien', event: { kind: 'at-alien' } })
    })
    fc.assert(property)
  })

  test('how two entities interleave changes nothing', () => {
    const tagged = (states: readonly string[], id: string) => states.map((state, i) => sighting(state, { id, at: i }))
    const any = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'alien'), { minLength: 1, maxLength: 8 })
    const property = fc.property(any, any, fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), (left, right, picks) => {
      const [a, b] = [tagged(left, '1'), tagged(right, '2')]
      const mixed: Event[] = []
      for (const pick of picks) mixed.push(...(pick ? a : b).splice(0, 1))
      mixed.push(...a, ...b)
      const apart = replay([...tagged(left, '1'), ...tagged(right, '2')])
      expect(replay(mixed).histories).toEqual(apart.histories)
    })
    fc.assert(property)
  })

  test('one sighting judges nothing, unless the entity is part of a story that was judged', () => {
    expect(one(trace('b')).verdict).toBe('not-judgeable')
    expect(one(trace('b', 'b', 'b')).verdict).toBe('not-judgeable')
    expect(one(trace('a', 'a')).verdict).toBe('conforming')
    const states = { initial: ['o'], resting: [], final: [], other: ['p'] }
    const child = subjectOf(['o>p'], { name: 'subtask', entity: 'subtask', states })
    const born = sighting('p', { machine: 'subtask', entity: 'subtask', id: '7', ids: { task: '1' } })
    const judged = replay([...trace('a', 'b'), born], {}, TWO, [TABLE, child]).histories
    expect(judged.map(({ machine, verdict }) => [machine, verdict])).toEqual([
      ['subtask', 'conforming-if'],
      ['task', 'conforming'],
    ])
  })

  test('a log that begins in the middle is conforming if what came before was right', () => {
    const { verdict, assumptions } = one(trace('c', 'd'))
    expect(verdict).toBe('conforming-if')
    expect(assumptions).toEqual([{ from: null, to: 'c', settledBy: ['turned'], because: 'before-the-log' }])
  })

  test('why a line may be missing depends on what the logs could show', () => {
    const events = trace('a', 'b', 'd')
    const because = (view: CoverageView) => one(events, {}, view).assumptions.map((it) => it.because)
    expect(because(TWO)).toEqual(['level-off'])
    expect(because(wholeLogs(['n1', 'n2'], { levels: { DEBUG: 1, INFO: 1 } }))).toEqual(['unexplained'])
    expect(because(wholeLogs(['n1'], { levels: { DEBUG: 1 } }))).toEqual(['other-node'])
    const gap = { from: { ms: 500, zone: 0 }, to: { ms: 1_500, zone: 0 } }
    expect(because(wholeLogs(['n1', 'n2'], { levels: { DEBUG: 1 }, gaps: [gap] }))).toEqual(['gap'])
  })

  test('a recovery step without a witness is a fault only where a witness would have been seen', () => {
    const events = trace('a', 'b', 'a')
    expect(one(events)).toMatchObject({ verdict: 'violating', violations: [{ observed: 'a', lastGood: { to: 'b' }, legal: ['a', 'c'] }] })
    expect(one(events, {}, wholeLogs(['n1']))).toMatchObject({
      verdict: 'conforming-if',
      violations: [],
      assumptions: [{ from: 'b', to: 'a' }],
    })
    const [a, b, again] = events as [Event, Event, Event]
    const witnessed = one([a, b, eventOf({ kind: 'lost', entity: 'node', id: 'n2', node: 'n2', at: 1 }), again], {
      nodeKinds: { ...KINDS, witness: ['lost'] },
    })
    expect(witnessed.verdict).toBe('conforming')
  })

  test('lines of the same instant in a pasted text have no order to accuse by', () => {
    const pasted = wholeLogs(['n1', 'n2'], { order: 'mixed' })
    const instant = ['a', 'b', 'alien'].map((state) => sighting(state, { at: 1 }))
    expect(one(instant, {}, pasted)).toMatchObject({ verdict: 'conforming-if', violations: [], assumptions: [{ from: 'b', to: 'alien' }] })
    expect(one(instant).verdict).toBe('violating')
    const nobodys = instant.map((event) => ({ ...event, node: null }))
    expect(one(nobodys).verdict).toBe('conforming-if')
    expect(one(trace('a', 'b', 'alien').map((event) => ({ ...event, node: null }))).verdict).toBe('violating')
    expect(one(trace('a', 'b', 'alien'), {}, pasted).verdict).toBe('violating')
  })

  test('what stands behind a later line was said before it: goroutines write when they come to it', () => {
    const late = [...trace('a', 'b', 'c'), sighting('a', { at: 1 })]
    expect(one(late).verdict).toBe('conforming-if')
    expect(one([...late.slice(0, -1), sighting('a', { at: 60 })]).verdict).toBe('violating')
  })

  test('ids mean nothing any more once a cluster is built, and those of an entity begin again together', () => {
    const built = { nodeKinds: { ...KINDS, anew: ['built'] } }
    const again = ['a', 'b'].map((state, i) => sighting(state, { at: 10 + i }))
    const anew = [...trace('a', 'b', 'c'), eventOf({ kind: 'built', at: 9 }), ...again]
    expect(one(anew, built)).toMatchObject({ states: ['b'], violations: [] })
    expect(one([...trace('a', 'b', 'c'), eventOf({ kind: 'built', at: 9 })], built).states).toEqual(['c'])
    expect(one(anew).verdict).toBe('violating')
    const jobs = subjectOf(['->p'], {
      name: 'job',
      entity: 'job',
      states: { initial: ['p'], resting: [], final: [], other: [] },
      born: 'made',
    })
    const job = (at: number) =>
      eventOf({
        kind: 'job',
        entity: 'job',
        shows: [{ machine: 'job', when: 'at', state: 'p' }],
        fields: { made: `2024-01-0${at} 00:00:00 +0000 UTC` },
        at: at * 86_400 + 1_703_980_801,
      })
    const day = (n: number, ...states: string[]) => states.map((state, i) => sighting(state, { at: n * 86_400 + 1_703_980_802 + i }))
    const given = (second: Event[]) => replay([job(1), ...day(1, 'a', 'b', 'c'), ...second, ...day(2, 'a', 'b')], {}, TWO, [TABLE, jobs])
    expect(given([job(2)]).histories.flatMap(({ violations }) => violations)).toEqual([])
    expect(given([]).histories.flatMap(({ violations }) => violations)).toHaveLength(1)
    const side = subjectOf(['->x', 'x>y'], { name: 'side', states: { initial: ['x'], resting: [], final: [], other: ['y'] } })
    const both = (main: string, other: string) =>
      eventOf({ kind: 'both', shows: [main, other].map((state, i) => ({ machine: i === 0 ? 'task' : 'side', when: 'at', state })) })
    const lines = [
      ['a', 'x'],
      ['b', 'y'],
      ['c', 'y'],
      ['d', 'y'],
      ['a', 'x'],
    ].map(([main, other]) => both(main as string, other as string))
    for (const history of replay(lines, {}, TWO, [TABLE, side]).histories) expect(history.violations).toEqual([])
  })

  test('a value that is no state is noted and otherwise overlooked', () => {
    const odd = eventOf({ shows: [{ machine: 'task', when: 'at', field: 'state' }], fields: { state: 'novel' }, at: 1 })
    const { histories, unknown } = replay([...trace('a', 'b'), odd, ...trace('c')])
    expect(histories[0]?.verdict).toBe('conforming')
    expect(unknown).toEqual([{ machine: 'task', value: 'novel', count: 1 }])
  })

  test('fields, renamed values and conditions are read as the row says', () => {
    const row = { machine: 'task', when: 'at', field: 'state', map: { '2': 'b', '9': '' }, only: { type: ['x', ''] } } as const
    const say = (state: string, type?: string) => eventOf({ shows: [row], fields: { state, ...(type === undefined ? {} : { type }) } })
    expect(one([...trace('a'), say('2'), say('9'), say('c', 'y'), say('c', 'x')]).states).toEqual(['c'])
  })

  test('notes are observations through the mapping they come with, and accuse nobody when they have no time', () => {
    const noteShows = { 'note.job': [{ machine: 'task', when: 'at', field: 'State' }] } as const
    const note = (State: string, at: number | null) => eventOf({ kind: 'note.job', note: true, fields: { State }, at })
    expect(one([note('a', 1), note('b', 2)], { noteShows }).steps.map((step) => step.event)).toEqual(['note.job', 'note.job'])
    expect(one([...trace('a', 'b'), note('alien', null)], { noteShows }).verdict).toBe('conforming')
    expect(one([note('d', null), ...trace('a', 'b')], { noteShows })).toMatchObject({ verdict: 'conforming', states: ['b'] })
    expect(one([...trace('a', 'b'), note('alien', 5)], { noteShows }).verdict).toBe('violating')
  })
})

describe('what lives in memory', () => {
  const engine = (state: string, kind: string, node = 'n1') =>
    sighting(state, { machine: 'engine', entity: 'engine', id: 'u', kind, node, when: 'after' })
  const boot = (node = 'n1') => eventOf({ kind: 'boot', entity: 'node', id: node, node })
  const crash = { node: 'n1', time: null, endedProcess: true, where: { source: 'n1.log', line: 1 } } as Crash

  test('is void when its process begins anew, without a fault', () => {
    const { histories } = replay([engine('open', 'opened'), boot(), engine('open', 'opened'), boot()], { nodeKinds: KINDS })
    expect(histories).toHaveLength(1)
    expect(histories[0]).toMatchObject({ node: 'n1', states: ['empty'], verdict: 'conforming', violations: [] })
  })

  test('is kept apart by node', () => {
    const { histories } = replay([engine('open', 'opened'), engine('open', 'opened', 'n2'), boot('n2')], { nodeKinds: KINDS })
    expect(histories.map(({ node, states }) => [node, states])).toEqual([
      ['n1', ['open']],
      ['n2', ['empty']],
    ])
  })

  test('may be void after a crash, and may be used by its last lines', () => {
    for (const after of [engine('open', 'opened'), engine('empty', 'closed')]) {
      const it = new Replay([MEMORY], { nodeKinds: KINDS })
      it.see(engine('open', 'opened'))
      it.crash(crash)
      it.see(after)
      expect(it.close(TWO).histories[0]).toMatchObject({ verdict: 'conforming', violations: [] })
    }
  })
})

describe('what is kept', () => {
  test('does not grow with the lines of an entity', () => {
    const it = new Replay([TABLE])
    for (let i = 0; i < 10_000; i++) it.see(sighting(i % 2 === 0 ? 'b' : 'c', { at: i, line: i }))
    const { histories, entities } = it.close(TWO)
    expect(histories[0]?.steps).toHaveLength(101)
    expect(JSON.stringify(histories).length).toBeLessThan(40_000)
    expect(entities).toHaveLength(1)
  })

  test('a field that is named after another entity tells of that one, whatever its line is about', () => {
    const it = new Replay([{ ...TABLE, attributes: { type: ['task-type'], lastError: ['error'] } }])
    it.see(eventOf({ entity: 'subtask', id: '7', ids: { task: '1' }, fields: { 'task-type': 'backfill', error: 'e' } }))
    const { entities } = it.close(TWO)
    expect(entities.find(({ ref }) => ref.kind === 'task')?.attributes).toEqual({ type: 'backfill' })
  })

  test('kin, attributes and times of every entity', () => {
    const subject = { ...TABLE, attributes: { lastError: ['error'], type: ['task.type'] } }
    const line = (fields: Record<string, string>, at: number) => eventOf({ ids: { job: '9' }, fields, at })
    const other = eventOf({
      entity: 'subtask',
      id: '3',
      ids: { task: '1' },
      fields: { error: 'not mine', 'task.type': 'x' },
      at: 4,
      node: 'n2',
    })
    const { entities } = replay([line({ error: 'e1' }, 1), line({ error: '<nil>' }, 2), other], {}, TWO, [subject])
    expect(entities).toEqual([
      { ref: { kind: 'job', id: '9' }, kin: {}, attributes: {}, nodes: [], first: at(1), last: at(2), events: 2 },
      {
        ref: { kind: 'subtask', id: '3' },
        kin: { task: '1', job: '9' },
        attributes: {},
        nodes: ['n2'],
        first: at(4),
        last: at(4),
        events: 1,
      },
      {
        ref: { kind: 'task', id: '1' },
        kin: { job: '9' },
        attributes: { lastError: 'e1', type: 'x' },
        nodes: ['n1'],
        first: at(1),
        last: at(4),
        events: 3,
      },
    ])
  })

  const verdicts: readonly Verdict[] = ['conforming', 'conforming-if', 'violating', 'not-judgeable']
  test('any events at all give a verdict and never throw', () => {
    const anyEvent = fc.record({
      state: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'alien'),
      id: fc.constantFrom('1', '2'),
      at: fc.option(fc.nat(20)),
      node: fc.constantFrom('n1', 'n2', null),
      inferred: fc.boolean(),
      boot: fc.boolean(),
    })
    const property = fc.property(fc.array(anyEvent, { maxLength: 30 }), (list) => {
      const events = list.map(({ state, id, at, node, inferred, boot }) =>
        boot
          ? eventOf({ kind: 'boot', entity: 'node', id: 'n', node, at })
          : sighting(state, { id, at, node, inferred: inferred ? ['task'] : [] }),
      )
      const { histories } = replay(events, { nodeKinds: KINDS })
      for (const { verdict } of histories) expect(verdicts).toContain(verdict)
    })
    fc.assert(property)
  })
})

function at(seconds: number) {
  return { ms: seconds * 1_000, zone: 0 }
}
