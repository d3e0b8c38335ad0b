import { expect, test } from 'vitest'
import type { Problem } from '../source/source.ts'
import { signatureFinding, violation } from '../testing/report-input.ts'
import { leadingSentences } from './wording/summary.ts'
import { wordFinding, wordProblem } from './wording.ts'

const detected = (['violation', 'invariant', 'livelock', 'stall', 'crash', 'error', 'test-failure'] as const).map((kind) => ({
  ...violation,
  kind,
  causedBy: [],
}))

test.each(detected)('a $kind has a title, an explanation and a remedy, whatever arguments came with it', (finding) => {
  for (const given of [finding, { ...finding, arguments: {}, entities: [], nodes: [] }]) {
    const words = Object.values(wordFinding(given, given.entities))
    expect(words.every((text) => text.length > 10 && !/undefined|\[object|null/.test(text))).toBe(true)
  }
})

test('a consequence points to its cause instead of a remedy of its own', () => {
  expect(wordFinding(violation, violation.entities).remedy).toBe('A consequence: it goes away with its cause.')
})

test('names that are not known are asked for, never left in braces', () => {
  const { remedy } = wordFinding({ ...signatureFinding, nodes: [] }, [])
  expect(remedy).toBe('Restart the tidb-server on <node>. Or run ADMIN CANCEL DDL JOBS <job id>.')
})

test('a problem is told with its detail, and what became of the input', () => {
  const problem: Problem = { source: 'a.gz', code: 'archive-cut', detail: 'the gzip data ends early' }
  expect(wordProblem(problem)).toMatch(/^Cut short: the gzip data ends early\. It was read as far as it goes/)
  expect(wordProblem({ ...problem, code: 'empty', detail: '' })).toBe('Empty. Check how it was exported.')
})

test('a lead is whole sentences, at least one, no more than fit', () => {
  expect(leadingSentences('Upgrade to v7.5.0 or later. Until then wait. Or not.', 44)).toBe('Upgrade to v7.5.0 or later. Until then wait.')
  expect(leadingSentences('One long sentence about v8.5.', 3)).toBe('One long sentence about v8.5.')
})
