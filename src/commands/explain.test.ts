import { beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt, runBuilt } from '../testing/built.ts'

beforeAll(ensureBuilt, 120_000)

describe('explain', () => {
  test.each([
    [['8214'], /^Error 8214 · ddl:8214 [\s\S]*rolled back over it[\s\S]*What to do\n[\s\S]*error-codes\.md/],
    [['[tikv:9005]'], /^Error 9005 [\s\S]*#24274/],
    [['lock', 'held', 'by', 'current', 'process'], /tries\s+again\s+without\s+end/],
    [['cancelling-loop-ingest'], /^An ADD INDEX is told to cancel [\s\S]*#39468/],
    [['global-sort-one-job-at-a-time'], /prints nothing of its own: thought of at stall[\s\S]*#47758/],
    [['task-outlives-its-job'], /a rule · high[\s\S]*\nWhy\n[\s\S]*I11/],
    [['subtask', 'paused'], /^paused · a state of the machine subtask\n[\s\S]*running → paused \(normal\)[\s\S]*model-dxf/],
  ])('%j', (words, said) => {
    const { code, out } = runBuilt(['explain', ...words])
    expect([code, out]).toEqual([0, expect.stringMatching(said)])
  })

  test('a word that nothing has is met with the nearest', () => {
    expect(runBuilt(['explain', 'task-outlives-his-job'])).toMatchObject({
      code: 2,
      err: "Nothing is known of 'task-outlives-his-job'.\nDid you mean 'task-outlives-its-job'?\n",
    })
  })
})
