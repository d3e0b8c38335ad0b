import type { Test } from '../knowledge/contract.ts'

/**
 * A test on a text or number as a predicate; a bare string means `contains`, several conditions must all hold.
 * A number is read from the whole text, so that `12ms` is above nothing.
 * Expressions are taken as they are: schema.ts has refused the unsafe ones.
 */
export function fieldTest(test: Test): (value: string) => boolean {
  if (typeof test === 'string') return (value) => value.includes(test)
  const { equals, contains, startsWith, matches, above, below } = test
  const expression = matches === undefined ? null : new RegExp(matches, 'u')
  return (value) =>
    (equals === undefined || value === equals) &&
    (contains === undefined || value.includes(contains)) &&
    (startsWith === undefined || value.startsWith(startsWith)) &&
    (expression === null || expression.test(value)) &&
    (above === undefined || (value !== '' && Number(value) > above)) &&
    (below === undefined || (value !== '' && Number(value) < below))
}
