import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ANY_ERA, eras, spanBetween, spanOf, spanOfRow } from '../knowledge/eras.ts'
import { limits } from '../knowledge/limits.ts'
import { eventOf, messageOf, sighting, subjectOf, wholeLogs } from '../testing/replay.ts'
import { EraSense } from './era.ts'
import { compileMachine, rowsByKind } from './machine.ts'
import { NO_NODE_KINDS } from './node-kinds.ts'
import { NOBODY, Paths } from './paths.ts'
import { Replay } from './replay.ts'

const row = (since?: 'v7.5' | 'v8.1' | '2026', until?: 'v7.4' | 'v7.5' | 'v8.1') => spanOfRow({ since, until }, 'with')!

describe('which TiDB a process may be', () => {
  const sense = (heard: readonly (readonly [string, ReturnType<typeof row>])[], version?: string) => {
    const it = new EraSense()
    for (const [text, span] of heard) it.hear(text, span)
    if (version !== undefined) it.tell(version)
    return it.span
  }

  test('is told by its version, or by three messages that agree', () => {
    expect(sense([])).toBe(ANY_ERA)
    expect(sense([], 'v7.5.3')).toBe(spanOf('v7.5.3'))
    const old = (['a', 'b', 'c'] as const).map((text) => [text, row(undefined, 'v7.5')] as const)
    expect(sense(old.slice(1))).toBe(ANY_ERA)
    expect(sense([old[0]!, old[0]!, old[0]!])).toBe(ANY_ERA)
    expect(sense(old)).toBe(spanBetween(0, eras.indexOf('v7.5')))
  })

  test('is open again where lines contradict each other, or the version', () => {
    const both = (['a', 'b', 'c'] as const).flatMap((text) => [[text, row(undefined, 'v7.4')] as const, [`${text}!`, row('v8.1')] as const])
    const later = both.filter(([text]) => text.endsWith('!'))
    expect(sense(both)).toBe(ANY_ERA)
    expect(sense(later.slice(1), 'v7.1.0')).toBe(spanOf('v7.1.0'))
    expect(sense(later, 'v7.1.0')).toBe(ANY_ERA)
  })

  test('is no later than v8.5 by messages alone: they may have been carried back into it', () => {
    const late = (['a', 'b', 'c'] as const).map((text) => [text, row('2026')] as const)
    expect(sense(late)).toBe(spanBetween(eras.indexOf('v8.5'), eras.length - 1))
  })

  test('of several versions in one text is any between them', () => {
    const it = new EraSense()
    it.tell('v7.1.0')
    it.tell('v7.5.0')
    expect(it.span).toBe(spanBetween(eras.indexOf('v7.1'), eras.indexOf('v7.5')))
    it.reset()
    expect(it.span).toBe(ANY_ERA)
  })

  test('is never narrower than its version', () => {
    const text = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const span = fc.tuple(fc.nat(eras.length - 1), fc.nat(eras.length - 1)).map(([a, b]) => spanBetween(Math.min(a, b), Math.max(a, b)))
    const property = fc.property(fc.array(fc.tuple(text, span)), fc.constantFrom('v6.5.3', 'v7.5.0', 'v8.5.1'), (heard, version) => {
      const [own, found] = [spanOf(version)!, sense(heard, version)]
      return found.from <= own.from && found.to >= own.to
    })
    fc.assert(property)
  })
})

describe('a machine of some eras', () => {
  const subject = subjectOf([], {
    states: { initial: ['new'], resting: ['new'], final: ['done'], other: ['at-work'] },
    transitions: [
      { from: 'new', to: 'at-work', course: 'normal', by: [], cite: 'test', until: 'v7.4' },
      { from: 'new', to: 'at-work', course: 'normal', by: ['began'], cite: 'test', since: 'v7.5' },
      { from: 'at-work', to: 'done', course: 'normal', by: ['ended'], cite: 'test' },
      { from: 'new', to: 'done', course: 'quirk', by: [], cite: 'test', until: 'v7.4' },
    ],
    messages: [
      messageOf('began', [], { since: 'v7.5' }),
      messageOf('ended', [], { since: 'v8.1' }),
      messageOf('version', []),
      messageOf('at-new', [{ machine: 'task', when: 'at', state: 'new' }]),
    ],
  })
  const rows = rowsByKind([subject])
  const paths = new Paths(compileMachine(subject), (era) => compileMachine(subject, era, rows))
  const cost = (version: string | null) => {
    const { numbers } = paths.machineOf()
    const era = version === null ? ANY_ERA : spanOf(version)!
    const at = (name: string) => numbers.get(name) as number
    return (from: string, to: string) =>
      paths
        .find(at(from), at(to), { witnessed: false, reported: false, kind: '', evidence: NOBODY, era })
        .edges.map((edge) => [edge.course, edge.logged])
  }

  test('has the rows of any of them, with the messages that one of them prints', () => {
    expect(cost(null)('new', 'done')).toEqual([['quirk', false]])
    expect(cost('v7.1.0')('new', 'done')).toEqual([['quirk', false]])
    expect(cost('v7.5.0')('new', 'done')).toEqual([
      ['normal', true],
      ['normal', false],
    ])
    expect(cost('v8.1.0')('new', 'done')).toEqual([
      ['normal', true],
      ['normal', true],
    ])
  })

  test('is the one that histories are judged by, once a line tells the version', () => {
    const strict = subjectOf([], { ...subject, transitions: subject.transitions.filter(({ to, by }) => to !== 'done' || by.length === 0) })
    const verdict = (version: string | null) => {
      const it = new Replay([strict], { nodeKinds: { ...NO_NODE_KINDS, versions: { version: ['is'] } }, limits })
      if (version !== null) it.see(eventOf({ kind: 'version', fields: { is: version }, at: 0 }))
      it.see(sighting('new', { at: 1 }))
      it.see(sighting('done', { at: 2 }))
      return it.close(wholeLogs(['n1', 'n2'])).histories[0]?.verdict
    }
    expect([null, 'v7.1.0', 'v8.1.0'].map(verdict)).toEqual(['conforming', 'conforming', 'violating'])
  })
})

test('a field that changed its sense shows a state only where the version is known', () => {
  const shows = [{ machine: 'task', when: 'at', field: 'step', until: 'v7.4' }] as const
  const it = (version: string | null) => {
    const replay = new Replay([subjectOf(['->new', 'new>done'])], {
      nodeKinds: { ...NO_NODE_KINDS, versions: { version: ['is'] } },
    })
    if (version !== null) replay.see(eventOf({ kind: 'version', fields: { is: version } }))
    replay.see(eventOf({ shows, fields: { step: 'new' } }))
    return replay.close(wholeLogs(['n1'])).histories.length
  }
  expect([null, 'v7.1.0', 'v8.1.0'].map(it)).toEqual([0, 1, 0])
})
