import { describe, expect, test } from 'vitest'
import { cpuMs } from '../testing/cpu.ts'
import { unsafe } from './expression.ts'

describe('refused', () => {
  test.each([
    ['(a+)+b', 'a group that repeats'],
    ['(a*)*', 'a group that repeats'],
    ['((a+)b)*', 'a group that repeats'],
    ['(?:a|a)*b', 'a group that repeats'],
    ['(?<x>a{2,})+', 'a group that repeats'],
    ['(a)\\1', 'refers back'],
    ['(?<x>a)\\k<x>', 'refers back'],
    ['a(?=b)', 'looks ahead'],
    ['(?<!a)b', 'looks ahead'],
    ['.*a.*', 'more than 2 repetitions'],
    ['^.*a.*b.*', 'more than 2 repetitions'],
    ['a{0,90}a{0,90}', 'too many ways'],
    ['a?'.repeat(20), 'too many ways'],
    ['(?:a|a)'.repeat(20), 'too many ways'],
    ['(?:a?b)*', 'a group that repeats'],
    ['[a', 'Unterminated'],
    ['a'.repeat(201), 'longer than 200'],
  ])('%s', (pattern, reason) => expect(unsafe(pattern)).toContain(reason))
})

describe('allowed', () => {
  test.each(['^(?:-1|init)$', 'lock.*held', '^a+ b+$', '(?:a|b)', '(a+) b', '[(*+]', '\\(a\\)*', 'a?b?c?', '(?:ab){1,3}', '^v\\d{1,3}'])(
    '%s',
    (pattern) => {
      expect(unsafe(pattern)).toBeNull()
    },
  )
})

test('what is allowed ends soon on the worst text', () => {
  const worst = 'a'.repeat(2_000)
  const took = cpuMs(() => {
    for (const pattern of ['a+b', '^a+a+b', '(?:a?){3}a+b']) if (unsafe(pattern) === null) new RegExp(pattern, 'u').test(worst)
  })
  expect(took).toBeLessThan(1_500)
})
