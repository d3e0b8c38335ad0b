import { describe, expect, test } from 'vitest'
import { isLinked, unlinked } from './unlinked.ts'

describe('links that an editor made of import paths', () => {
  test.each([
    [
      '[example.com/db/ddl.(*worker).run](http://example.com/db/ddl.(*worker).run)(0xc1, {0x0})',
      'example.com/db/ddl.(*worker).run(0xc1, {0x0})',
    ],
    ['[example.com/db/stats.(*Tree).id(...)](http://example.com/db/stats.(*Tree).id(...))', 'example.com/db/stats.(*Tree).id(...)'],
    ['[example.com/db/stats.(](http://nexample.com/db/stats.()*Tree).load', 'example.com/db/stats.(*Tree).load'],
    [
      '\t/home/ci/src/[example.com/db/ddl/run.go:12](http://example.com/db/ddl/run.go:12) +0x130',
      '\t/home/ci/src/example.com/db/ddl/run.go:12 +0x130',
    ],
    ['a.go:1\\[nexample.com/db/ddl.run](http://nexample.com/db/ddl.run)', 'a.go:1\nexample.com/db/ddl.run'],
    ['[example.com/db/util.Recover', 'example.com/db/util.Recover'],
    ['see [the guide](https://docs.example.com/a(b)c) and [that](http://x', 'see the guide and that'],
  ])('%j', (linked, plain) => {
    expect(isLinked(linked)).toBe(true)
    expect(unlinked(linked)).toBe(plain)
  })

  test('lines of a stack that hold none stay as they are', () => {
    for (const line of [
      'example.com/db.(*Pool[...]).run(0x1)',
      '[signal SIGSEGV: x]',
      '[Goroutine 6 in state select, with a.b on top:',
      'a[n]',
    ]) {
      expect(unlinked(line)).toBe(line)
    }
  })
})
