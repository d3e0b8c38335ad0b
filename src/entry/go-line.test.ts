import { describe, expect, it } from 'vitest'
import { tokenOf } from '../../grammars/go-report/tokens.ts'
import { recorded, recordings } from '../testing/recorded.ts'
import { type GoLine, lookAt, standsAlone } from './go-line.ts'

/** The tokens that a look may turn out to be. */
const TOKENS: Readonly<Record<GoLine, readonly string[]>> = {
  blank: ['Blank'],
  panic: ['Panic'],
  cause: ['Fatal', 'Killed', 'Exception', 'Fault', 'HttpPanic', 'LeakHead', 'RustPanic'],
  also: ['Signal', 'Runtime', 'KilledAt', 'Panic'],
  head: ['Header', 'Leaked', 'RuntimeStack'],
  bare: [],
  call: ['Call'],
  creator: ['CreatedBy'],
  place: ['Place'],
  elided: ['Elided', 'Unavailable'],
  rule: ['Rule'],
  race: ['Race'],
  access: ['Access', 'RaceCreated'],
  profile: ['Profile', 'ProfileBucket', 'ProfileFrame', 'ProfileLabels'],
  rust: ['RustFrame', 'RustPlace'],
  failed: ['TestFailed'],
  checked: ['CheckedPanic', 'CheckedCall'],
  package: ['Other'],
  exit: ['Register', 'Other'],
  fence: ['Other'],
  other: ['Other', 'Bare'],
}

const odd = [
  '[root@loader bubble]# panic: runtime error: x',
  '[signal 0xc0000005 code=0x0 addr=0x18 pc=0x5c1f2a]',
  'Exception 0xc0000005 0x0 0x18 0x7ff6a1b2c3d4',
  'goroutine 12 [select, 955 minutes, locked to thread]:',
  '        goroutine 6 [chan receive]:',
  "thread 'apply-0' panicked at 'index out of bounds', src/fsm/apply.rs:120:9",
  '   1: core::panicking::panic_fmt',
  '             at /rustc/9fc6b431/library/std/src/panicking.rs:577:13',
  '...additional frames elided...',
  'C:/Users/ci/go/src/main.go:12 +0x1d',
  '\tgoroutine running on other thread; stack unavailable',
  'created by golang.org/x/sync/errgroup.(*Group).Go in goroutine 720992478',
  'golang.org/x/exp/slices.SortFunc[...]({0xc0, 0x2, 0x4}, 0x7)',
  'PC=0x472521 m=0 sigcode=0',
  'plain words',
  'a.b.c',
]

describe('the cheap look at a line', () => {
  it('agrees with the grammar on every recorded line and on odd ones', () => {
    const lines = recordings.flatMap(([version, name]) => recorded(version, name).split('\n'))
    for (const line of new Set([...lines, ...odd])) {
      const token = tokenOf(`${line}\n`).name
      expect([line, TOKENS[lookAt(line)]], line).toEqual([line, expect.arrayContaining([token])])
    }
  })

  it('knows lines that cannot be the rest of another', () => {
    expect(
      ['a/b.(*C).d(0x1, {0x2})', '\t/a/b.go:12 +0x1', 'created by a.b', 'goroutine 1 [running]:', '1 @ 0x439f16'].map(standsAlone),
    ).toEqual([true, true, true, true, true])
    expect(['up).Go.func1()', 'ical.go:35 +0x8d', '3}, 0x4)', 'x8d', 'e'].map(standsAlone)).toEqual([false, false, false, false, false])
  })
})
