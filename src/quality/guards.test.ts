import { describe, expect, test } from 'vitest'
import type { Event } from '../event/event.ts'
import type { Subject, Transition } from '../knowledge/contract.ts'
import { nodeKinds, subjects } from '../knowledge/index.ts'
import { limits } from '../knowledge/limits.ts'
import { Replay } from '../replay/replay.ts'
import { eventOf, wholeLogs } from '../testing/replay.ts'

/**
 * Every guard of the model is needed: where it is taken away, something passes that should not. A guard is a step that the rows of a machine
 * do not allow, or a rule over events; of the rules that is shown beside them (replay/invariant/*-rules.test.ts).
 */

const NODES = ['n1', 'n2'] as const

/** What is said against a few events: machines that were left and rules that were broken. */
function told(tables: readonly Subject[], events: readonly Event[]): string[] {
  const replay = new Replay(tables, { nodeKinds, limits })
  for (const event of events) replay.see(event)
  const { histories, breaches } = replay.close(wholeLogs(NODES))
  return [
    ...histories.filter(({ verdict }) => verdict === 'violating').map(({ machine }) => machine),
    ...breaches.map(({ invariant }) => invariant.id),
  ]
}

describe('steps that no row allows', () => {
  const guards = subjects.flatMap((subject) => forbidden(subject).map(({ from, to, course }) => ({ subject, from, to, course })))

  test('there are many', () => {
    expect(guards.length).toBeGreaterThan(150)
    expect(new Set(guards.map(({ subject }) => subject.name)).size).toBeGreaterThan(4)
  })

  test('each is told, and passes where a row allows it', () => {
    const pass = guards.filter(({ subject, from, to, course }) => {
      const row: Transition = { from, to, course: 'normal', by: [], cite: 'a mutant' }
      const events = [...course, to].map((state, i) => sighted(subject, state, i))
      const without = { ...subject, transitions: [...subject.transitions, row] }
      return !told([subject], events).includes(subject.name) || told([without], events).length > 0
    })
    expect(pass.map(({ subject, from, to }) => `${subject.name}: ${from} > ${to}`)).toEqual([])
  })
})

/** Steps of a machine that no rows lead through, with a course to where each begins. */
function forbidden(subject: Subject): readonly { readonly from: string; readonly to: string; readonly course: readonly string[] }[] {
  const within = reach(subject)
  return [...within].flatMap(([from, reached]) => {
    const course = courseTo(subject, from)
    if (course === null) return []
    return [...within.keys()].flatMap((to) => (reached.has(to) || isBornAgain(subject, from, to) ? [] : [{ from, to, course }]))
  })
}

/** States by state that rows lead to, however many. */
function reach({ states, transitions }: Subject): ReadonlyMap<string, ReadonlySet<string>> {
  const all = [...new Set([...states.initial, ...states.resting, ...states.final, ...states.other])]
  return new Map(
    all.map((start) => {
      const met = new Set([start])
      for (const state of met) for (const { from, to } of transitions) if (from === state) met.add(to)
      return [start, met]
    }),
  )
}

/** The shortest course from a beginning to a state by rows that need no witness; null when there is none. */
function courseTo({ states, transitions }: Subject, goal: string): readonly string[] | null {
  const first = transitions.flatMap(({ from, to }) => (from === null ? [to] : []))
  const courses = [...new Set([...states.initial, ...first])].map((state) => [state])
  const met = new Set(courses.flat())
  for (const course of courses) {
    if (course.at(-1) === goal) return course
    for (const { from, to, course: kind } of transitions)
      if (from === course.at(-1) && kind !== 'recovery' && !met.has(to)) {
        met.add(to)
        courses.push([...course, to])
      }
  }
  return null
}

/** An id that begins anew after its end is another cluster's, where no time of birth tells. */
function isBornAgain({ states, born }: Subject, from: string, to: string): boolean {
  return born === undefined && states.final.includes(from) && states.initial.includes(to)
}

function sighted({ name, entity, scope }: Subject, state: string, i: number): Event {
  return eventOf({
    kind: `shows-${state}`,
    entity,
    at: i * 60,
    line: i + 1,
    node: scope === 'node' ? 'n1' : NODES[0],
    shows: [{ machine: name, when: 'at', state }],
  })
}
