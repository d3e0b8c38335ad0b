import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KnownIssue } from '../knowledge/contract.ts'
import { judgeVersion } from './known-issue.ts'

const issue = (affectedVersions: string[], fixedIn: string[]): KnownIssue => ({
  issues: [2],
  pullRequests: [],
  affected: '',
  affectedVersions,
  fixedIn,
})
const preRelease = issue(['>=v7.5.0-alpha <v7.5.0'], ['v7.5.0'])
const branches = issue(['>=v7.5.0 <v7.5.2', '>=v8.0.0 <v8.1.0'], ['v7.5.2', 'v8.1.0'])
const unfixed = issue(['>=v8.5.0 <v8.6.0-alpha', '>=v9.0.0-alpha <v9.0.0'], [])

describe('the running version', () => {
  test.each([
    [preRelease, 'v7.5.0-alpha', 'affected'],
    [preRelease, 'v7.5.0-alpha-12-g0123456', 'affected'],
    [preRelease, '8.0.11-TiDB-v7.5.0-alpha', 'affected'],
    [preRelease, 'v7.5.0', 'should-be-fixed'],
    [preRelease, 'v8.5.3', 'should-be-fixed'],
    [preRelease, 'v7.4.0', 'unknown'],
    [branches, 'v7.5.1', 'affected'],
    [branches, 'v7.5.3', 'should-be-fixed'],
    [branches, 'v7.6.0', 'unknown'],
    [branches, 'v8.0.0', 'affected'],
    [branches, 'v8.1.0-alpha', 'affected'],
    [branches, 'v8.2.0', 'should-be-fixed'],
    [unfixed, 'v9.0.0-alpha-59-gc199ddf', 'affected'],
    [unfixed, 'v8.5.9', 'affected'],
    [unfixed, 'v9.1.0', 'unknown'],
    [branches, '2df8bd1fc0fb5100bddf94f6bebe4e43878becc2', 'unknown'],
    [branches, 'nightly', 'unknown'],
    [branches, null, 'unknown'],
  ] as const)('%#: %s', (known, running, state) => expect(judgeVersion(known, running)).toBe(state))

  test('once fixed on a branch, fixed from there on', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), (patch, more) => {
        if (judgeVersion(branches, `v7.5.${patch}`) === 'should-be-fixed')
          expect(judgeVersion(branches, `v7.5.${patch + more}`)).toBe('should-be-fixed')
      }),
    )
  })
})
