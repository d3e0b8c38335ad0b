import { beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt, runBuilt } from '../testing/built.ts'

beforeAll(ensureBuilt, 120_000)

describe('model', () => {
  test('lists what is known, shows one machine, draws it', () => {
    expect(runBuilt(['model']).out).toMatch(/^subject .*\njob [\s\S]*\nall +/)
    expect(runBuilt(['model', 'subtask']).out).toMatch(/^subtask\n[\s\S]*pending → running +normal[\s\S]*model-dxf/)
    expect(runBuilt(['model', 'job', '--format', 'mermaid']).out).toMatch(/^stateDiagram-v2\n/)
    expect(runBuilt(['model', 'job', '--format', 'dot']).out).toMatch(/^digraph "job" \{\n/)
    expect(JSON.parse(runBuilt(['model', 'job', '--json']).out).name).toBe('job')
  })

  test('leaves out what an era does not have', () => {
    const states = (era: string) => JSON.parse(runBuilt(['model', 'subtask', '--json', '--era', era]).out).states.final
    expect(states('v7.5.1')).toContain('reverted')
    expect(states('8.5')).not.toContain('reverted')
  })

  test.each([
    [['nothing'], /^There is no subject 'nothing'\.\nSubjects: job, /],
    [['job', '--era', 'soon'], /^--era 'soon' is no version/],
  ])('%j is refused, with what there is', (args, said) => {
    const { code, out, err } = runBuilt(['model', ...args])
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(said)
  })
})
