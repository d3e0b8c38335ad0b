import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Subject, Transition } from '../knowledge/contract.ts'
import { type Bill, cheapestBill, isAnnounced, type Observed } from '../testing/oracle.ts'
import { eventOf, sighting, subjectOf } from '../testing/replay.ts'
import { Follower } from './follow.ts'
import { compileMachine } from './machine.ts'
import { Paths } from './paths.ts'

const STATES = ['a', 'b', 'c', 'd', 'e']

function follower(subject: Subject, skewMs = 0): Follower {
  const machine = compileMachine(subject)
  return new Follower(machine, { kind: 'task', id: '1' }, new Paths(machine), skewMs)
}

function feed(it: Follower, trace: readonly Observed[], witnessed = false): Follower {
  trace.forEach((seen, i) => {
    const states = seen.states.map((name) => it.machine.numbers.get(name) as number)
    it.see({ when: seen.reported ? 'after' : 'at', states, event: eventOf({ kind: seen.kind, at: i }), doubtful: false }, witnessed, i)
  })
  it.close()
  return it
}

const seen = (...states: string[]): Observed => ({ states, kind: 'seen', reported: false })
const path = (it: Follower) =>
  it.steps.all().map((step) => `${step.from ?? '-'}>${step.to}${step.course === 'normal' ? '' : ` ${step.course}`}`)

/** What the follower assumed, in the oracle's terms. */
function billOf(it: Follower, subject: Subject, trace: readonly Observed[], witnessed: boolean): Bill {
  const bill: [number, number, number, number] = [0, 0, 0, 0]
  const steps = it.steps.all()
  steps.forEach((step, i) => {
    if (step.course !== 'inferred') return
    const rows = subject.transitions.filter((row) => row.from === step.from && row.to === step.to)
    const course = (['normal', 'quirk', 'recovery'] as const).find((it) => rows.some((row) => row.course === it))
    const arrival = steps.slice(i).find(({ time }) => time !== null)
    const before = trace[(arrival?.time?.ms as number) / 1_000 - 1] as Observed
    if (rows.some((row) => isAnnounced(row, before))) bill[3]++
    else if (course === 'recovery') bill[witnessed ? 2 : 0]++
    else if (course === 'quirk') bill[1]++
    else bill[rows.every((row) => row.by.length > 0) ? 2 : 3]++
  })
  return bill
}

const state = fc.constantFrom(...STATES)
const row: fc.Arbitrary<Transition> = fc.record({
  from: state,
  to: state,
  course: fc.constantFrom('normal', 'normal', 'normal', 'quirk', 'recovery'),
  by: fc.constantFrom<readonly string[]>([], [], ['k1'], ['k2']),
  cite: fc.constant('test'),
})
const machineTable = fc
  .array(row, { minLength: 2, maxLength: 9 })
  .map((rows) =>
    subjectOf([], { transitions: rows.filter((it) => it.from !== it.to), states: { initial: [], resting: [], final: [], other: STATES } }),
  )
const observed: fc.Arbitrary<Observed> = fc.record({
  states: fc.uniqueArray(state, { minLength: 1, maxLength: 2 }),
  kind: fc.constantFrom('k1', 'k2', 'k3'),
  reported: fc.boolean(),
})

describe('following one entity', () => {
  test('agrees with trying all explanations, on random machines and traces', () => {
    const property = fc.property(
      machineTable,
      fc.array(observed, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      (subject, trace, witnessed) => {
        const bill = cheapestBill(subject, trace, witnessed)
        const it = feed(follower(subject), trace, witnessed)
        if (bill === null || bill[0] > 0) expect(it.faults.all.length).toBeGreaterThan(0)
        else {
          expect(it.faults.all).toEqual([])
          expect(billOf(it, subject, trace, witnessed)).toEqual(bill)
        }
      },
    )
    fc.assert(property, { numRuns: 3_000 })
  })

  test('keeps what a line leaves open until another settles it', () => {
    const subject = subjectOf(['a>b', 'a>c', 'b>d', 'c>e'])
    const it = feed(follower(subject), [seen('a'), seen('b', 'c')])
    expect(it.states).toEqual(['b', 'c'])
    expect(path(feed(follower(subject), [seen('a'), seen('b', 'c'), seen('e')]))).toEqual(['->a', 'a>c', 'c>e'])
  })

  test('infers the cheapest steps, and notes those that should have been seen', () => {
    const it = feed(follower(subjectOf(['a>b:k1', 'b>d', 'a>c', 'c>d'])), [seen('a'), seen('d')])
    expect(path(it)).toEqual(['->a', 'a>c inferred', 'c>d'])
    expect(it.assumed).toEqual([])
    const dear = feed(follower(subjectOf(['a>b:k1', 'b>d'])), [seen('a'), seen('d')])
    expect(dear.assumed.map(({ edge }) => [...edge.by])).toEqual([['k1']])
  })

  test('a line that proves a step makes it no assumption', () => {
    const it = follower(subjectOf(['a>b:k1', 'b>d']))
    feed(it, [seen('a')])
    it.prove('k1')
    feed(it, [seen('d')])
    expect(path(it)).toEqual(['->a', 'a>b inferred', 'b>d'])
    expect(it.assumed).toEqual([])
  })

  test('a recovery row asks for a witness, for its own line, or for a line that reports the step', () => {
    const subject = subjectOf(['a>b', 'b~>a:back'])
    expect(feed(follower(subject), [seen('b'), seen('a')]).faults.all).toHaveLength(1)
    expect(feed(follower(subject), [seen('b'), seen('a')], true).faults.all).toEqual([])
    expect(feed(follower(subject), [seen('b'), { ...seen('a'), kind: 'back' }]).faults.all).toEqual([])
    expect(feed(follower(subject), [seen('b'), { ...seen('a'), reported: true }]).faults.all).toEqual([])
  })

  test('one stray line is one fault, and what follows is judged from either side of it', () => {
    const subject = subjectOf(['a>b', 'b>c'], { states: { initial: ['a'], resting: [], final: [], other: ['b', 'c', 'lost'] } })
    const it = feed(follower(subject), [seen('a'), seen('lost'), seen('b'), seen('c')])
    expect(it.faults.all).toHaveLength(1)
    expect(path(it)).toEqual(['->a', 'a>lost illegal', 'a>b', 'b>c'])
    expect(it.faults.all[0]).toMatchObject({ legal: ['b'], lastGood: { to: 'a' } })
  })

  test('a fault that is met again and again is told once', () => {
    const loop = Array.from({ length: 50 }, () => [seen('c'), seen('b')]).flat()
    expect(feed(follower(subjectOf(['a>b', 'b>c'])), loop).faults.all).toHaveLength(1)
  })

  test('lines that say the same again are counted, whatever their turn', () => {
    const turns = Array.from({ length: 100 }, () => [sighting('b', { kind: 'try' }), sighting('b', { kind: 'fail' })]).flat()
    const it = feed(
      follower(subjectOf(['a>b'])),
      [sighting('a'), ...turns].map((event) => ({ states: [event.kind === 'at-a' ? 'a' : 'b'], kind: event.kind, reported: false })),
    )
    expect(it.steps.all().map(({ event, count }) => [event, count])).toEqual([
      ['at-a', 1],
      ['try', 100],
      ['fail', 100],
    ])
  })

  test('a long history keeps its ends and counts what lies between', () => {
    const round = ['a', 'b'].map((name) => seen(name))
    const it = feed(follower(subjectOf(['a>b', 'b>a'])), Array.from({ length: 500 }, () => round).flat())
    const steps = it.steps.all()
    expect(steps).toHaveLength(101)
    expect(steps[50]).toMatchObject({ event: 'folded', count: 900 })
    expect(steps.reduce((sum, step) => sum + step.count, 0)).toBe(1_000)
  })

  test('a line of another node that came late within the skew is no fault', () => {
    const subject = subjectOf(['a>b', 'b>c'])
    const late = (source: string, at: number) => {
      const it = follower(subject, 2_000)
      const lines = [sighting('a', { at: 0 }), sighting('c', { at: 10 }), sighting('b', { node: source, at })]
      lines.forEach((event, i) => {
        const shown = it.machine.numbers.get(event.row?.shows?.[0]?.state ?? '') as number
        it.see({ when: 'at', states: [shown], event, doubtful: false }, false, i)
      })
      return it
    }
    expect(late('n2', 11)).toMatchObject({ faults: { all: [] }, late: { moved: [{ next: 3 }] } })
    expect(late('n2', 13).faults.all).toHaveLength(1)
    expect(late('n1', 11).faults.all).toHaveLength(1)
  })

  test('so is one that came late after the first line of all', () => {
    const it = follower(subjectOf(['->a', 'a>b', 'b>c']), 2_000)
    const lines = [
      sighting('b', { node: 'n2', at: 10 }),
      sighting('b', { node: 'n2', at: 10 }),
      sighting('a', { at: 11 }),
      sighting('c', { at: 12 }),
    ]
    const shown = ['b', 'b', 'a', 'c'].map((name) => it.machine.numbers.get(name) as number)
    lines.forEach((event, i) => {
      it.see({ when: 'at', states: [shown[i] as number], event, doubtful: false }, false, i)
    })
    it.close()
    expect(it.faults.all).toEqual([])
    expect(it.states).toEqual(['c'])
  })

  test('an id that begins again after its end is used a second time, where no time of birth tells better', () => {
    const states = { initial: ['a'], resting: [], final: ['c'], other: ['b'] }
    const rows = ['a>b', 'b>c']
    const again = ['a', 'b', 'c', 'a', 'b', 'c'].map((name) => seen(name))
    const it = feed(follower(subjectOf(rows, { states })), again)
    expect(it.faults.all).toEqual([])
    expect(it).toMatchObject({ successors: 1, states: ['c'] })
    const early = ['a', 'b', 'a'].map((name) => seen(name))
    expect(feed(follower(subjectOf(rows, { states })), early).faults.all).toHaveLength(1)
    expect(feed(follower(subjectOf(rows, { states, born: 'made' })), again).faults.all).toHaveLength(1)
  })

  test('another time of birth is another entity, the same one is not', () => {
    const it = follower(subjectOf(['a>b', 'b>c']))
    const see = (name: string, born: number | null) => {
      it.meet(born)
      it.see({ when: 'at', states: [it.machine.numbers.get(name) as number], event: sighting(name), doubtful: false }, false, 0)
    }
    for (const [name, born] of [
      ['b', 1],
      ['c', null],
      ['a', 2],
      ['b', 2],
    ] as const)
      see(name, born)
    expect(it.faults.all).toEqual([])
    see('a', 2)
    expect(it.faults.all).toHaveLength(1)
  })

  test('a doubtful line never accuses, and can be taken back', () => {
    const it = follower(subjectOf(['a>b', 'b>c', 'a>d', 'd>e']))
    const see = (name: string, doubtful: boolean) =>
      it.see({ when: 'at', states: [it.machine.numbers.get(name) as number], event: sighting(name), doubtful }, false, 0)
    see('a', false)
    see('b', true)
    see('e', true)
    see('d', false)
    see('e', false)
    it.close()
    expect(it.faults.all).toEqual([])
    expect(it.states).toEqual(['e'])
  })
})
