import { expect, test } from 'vitest'
import { meant, nearest, tryInstead } from './nearest.ts'

test('a word is near to another by few edits, changed places among them', () => {
  expect(nearest('hgih', ['high', 'low'])).toBe('high')
  expect(nearest('job.step-eror', ['job.step-error', 'job.finished'])).toBe('job.step-error')
  expect(nearest('Livelok', ['livelock'])).toBe('livelock')
  expect(nearest('quite-another', ['high', 'low'])).toBeNull()
  expect(meant('lwo', ['high', 'low'])).toBe('; did you mean "low"?')
  expect(meant('zzz', ['high', 'low'])).toBe('')
})

test('a part of a name finds those that hold it, unless they are too many to choose from', () => {
  const known = ['mdl-etcd-put-failed', 'mdl-etcd-info-expired', 'stall']
  expect(tryInstead('etcd', known)).toBe("Did you mean 'mdl-etcd-put-failed' or 'mdl-etcd-info-expired'?")
  expect(tryInstead('stal', known)).toBe("Did you mean 'stall'?")
  expect(tryInstead('x', known)).toBeNull()
  expect(
    tryInstead(
      'many',
      Array.from({ length: 9 }, (_, i) => `many-of-them-${i}`),
    ),
  ).toBeNull()
})
