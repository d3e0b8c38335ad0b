import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageOf, subjectOf, wholeLogs } from '../testing/replay.ts'
import { Coverage, type CoverageView } from './coverage.ts'
import { rowsByKind } from './machine.ts'

const ROWS = rowsByKind([
  subjectOf([], { messages: [messageOf('loud', [], { level: 'WARN' }), messageOf('plain'), messageOf('quiet', [], { level: 'DEBUG' })] }),
])
const time = (seconds: number) => ({ ms: seconds * 1_000, zone: 0 })
const why = (view: CoverageView, kinds: readonly string[]) => new Coverage(view, ROWS).why(new Set(kinds), 'n1.log', time(10), time(20))
const both = ['n1', 'n2']

describe('why a line may be missing', () => {
  test('nothing prints it, or not at this level', () => {
    expect(why(wholeLogs(both), [])).toBe('not-logged')
    expect(why(wholeLogs(both), ['quiet'])).toBe('level-off')
    expect(why(wholeLogs(both, { levels: { WARN: 3, INFO: 0 } }), ['plain', 'quiet'])).toBe('level-off')
    expect(why(wholeLogs(both, { levels: { WARN: 3 } }), ['plain', 'loud'])).toBe('unexplained')
  })

  test('the log was cut, is pasted, has a gap there, or is not known', () => {
    expect(why(wholeLogs(both, { truncated: true }), ['plain'])).toBe('gap')
    expect(why(wholeLogs(both, { order: 'mixed' }), ['plain'])).toBe('gap')
    expect(why(wholeLogs(both, { gaps: [{ from: time(15), to: null }] }), ['plain'])).toBe('gap')
    expect(why(wholeLogs(both, { gaps: [{ from: time(21), to: time(22) }] }), ['plain'])).toBe('unexplained')
    expect(why(wholeLogs(['n2', 'n3']), ['plain'])).toBe('gap')
  })

  test('another node may have printed it', () => {
    expect(why(wholeLogs(['n1']), ['plain'])).toBe('other-node')
    expect(why({ ...wholeLogs(both), mentioned: ['n1', 'n9'] }, ['plain'])).toBe('other-node')
    expect(why({ ...wholeLogs(both), mentioned: both }, ['plain'])).toBe('unexplained')
  })
})

test('what is complete explains nothing by an absence', () => {
  const partial = fc.record({
    nodes: fc.subarray(['n1', 'n2', 'n3'], { minLength: 1 }),
    truncated: fc.boolean(),
    order: fc.constantFrom('ascending', 'descending', 'mixed', 'none'),
    levels: fc.constantFrom({ INFO: 1 }, { WARN: 1 }, {}),
    mentioned: fc.subarray(['n1', 'n2', 'n3']),
  })
  const property = fc.property(partial, ({ nodes, mentioned, ...more }) => {
    const view = { ...wholeLogs(nodes, more), mentioned }
    const coverage = new Coverage(view, ROWS)
    if (coverage.complete(time(10), time(20))) expect(why(view, ['plain'])).toBe(nodes.includes('n1') ? 'unexplained' : 'gap')
  })
  fc.assert(property)
})
