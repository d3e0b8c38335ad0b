import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Era } from './contract.ts'
import { compareEras, eraOf, eras, isOfEra, namedEra } from './eras.ts'
import { withoutPrefix } from './print-places.ts'
import { compareVersions, inRange, parseVersion } from './versions.ts'

const inOrder = [
  'v5.4.3',
  'v6.7.0-alpha-3-gaaaaaaa',
  'v6.7.0-alpha-347-g3f8b0ccd81',
  'v7.1.0-beta.1',
  'v7.1.0-beta.2',
  'v7.1.0-rc.1',
  'v7.1.0',
  'v7.1.0-12-gabcdef0',
  'v7.1.1',
  'v7.5.0-alpha',
  '8.0.11-TiDB-v7.5.0',
  'v8.5.3',
  'v8.5.10',
  'v9.0.0-alpha-59-gc199ddf',
  'v9.0.0-beta.2.pre-1-gabcdef',
]

describe('versions', () => {
  it('compare in the order of their making', () => {
    for (const [i, a] of inOrder.entries())
      for (const [j, b] of inOrder.entries()) expect(Math.sign(compareVersions(a, b) as number), `${a} ${b}`).toBe(Math.sign(i - j))
  })

  it.each(['nightly', 'None', '', '3f8b0ccd81c4', 'c199ddf', '2025.12.1.7.0', 'v', '10.0.0.1:4000'])('%s is none', (text) => {
    expect(parseVersion(text)).toBeNull()
  })

  it('are totally ordered', () => {
    const version = fc
      .tuple(fc.nat(12), fc.nat(9), fc.nat(20), fc.constantFrom('', '-alpha', '-beta.2', '-rc.1'), fc.option(fc.nat(999)))
      .map(([major, minor, patch, stage, after]) => `v${major}.${minor}.${patch}${stage}${after === null ? '' : `-${after}-gabcdef1`}`)
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [x, y, z] = [a, b, c].sort((left, right) => compareVersions(left, right) as number) as [string, string, string]
        expect(compareVersions(x, z)).toBeLessThanOrEqual(0)
        expect(compareVersions(x, y)).toBe(-(compareVersions(y, x) as number) || 0)
        expect(inRange(y, `>=${x} <=${z}`)).toBe(true)
        expect(inRange(y, `<${x}`)).toBe(false)
      }),
    )
  })

  it('lie in ranges, outside of them, or cannot be told', () => {
    expect(inRange('v7.5.0-alpha', '>=v7.5.0-alpha <v7.5.0')).toBe(true)
    expect(inRange('v7.5.0', '>=v7.5.0-alpha <v7.5.0')).toBe(false)
    expect(inRange('v7.5.0-alpha-20-gabcdef', '>=v7.5.0-alpha <v7.5.0')).toBe(true)
    expect(inRange('v8.1.1', '<v7.5.0 || >=v8.1.0 <v8.1.2')).toBe(true)
    expect(inRange('nightly', '>=v7.5.0')).toBeNull()
    expect(inRange('v7.5.0', '>=newest')).toBeNull()
    expect(inRange('v7.1.0', '>=v7.5.0 <newest')).toBe(false)
    expect(inRange('v7.1.0', '')).toBeNull()
    expect(inRange('v7.1.0', 'v7.1.0')).toBe(true)
  })

  it('name their era', () => {
    expect(eraOf('v7.5.0-alpha')).toBe('v7.5')
    expect(eraOf('nightly')).toBeNull()
  })
})

describe('eras', () => {
  it('stand in their order, with the old ones before them', () => {
    expect([...eras].sort(compareEras)).toEqual(eras)
    expect(compareEras('~v7.5', 'v7.5')).toBe(0)
    expect(compareEras('v2.1', 'v5.0')).toBeLessThan(0)
    expect(compareEras('v9.0', '2025')).toBeLessThan(0)
  })

  it('are named by a version or a year', () => {
    expect(['8.5', 'v7.5.3', '2025-h2', 'v9.0.0-alpha-59-gc199ddf', '2027', 'new'].map(namedEra)).toEqual([
      ...['v8.5', 'v7.5', '2025-H2', 'v9.0', null, null],
    ])
  })

  it('have the rows between whose bounds they lie', () => {
    const of = (since?: Era, until?: Era) =>
      (['v7.1', 'v7.5', '2025'] as const).map((era) => isOfEra(era, { ...(since && { since }), ...(until && { until }) }))
    expect(of()).toEqual([true, true, true])
    expect(of('~v7.5')).toEqual([false, true, true])
    expect(of(undefined, '~v7.1')).toEqual([true, false, false])
    expect(of('v7.2', 'v9.0')).toEqual([false, true, false])
  })

  it('lose their prefix from messages, once', () => {
    expect(withoutPrefix('[ddl-ingest] open an engine')).toBe('open an engine')
    expect(withoutPrefix('[ddl] [ddl] x')).toBe('[ddl] x')
    expect(withoutPrefix('[stats] x')).toBe('[stats] x')
  })
})
