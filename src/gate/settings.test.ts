import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UserError } from '../errors.ts'
import { readBaseline, writeBaseline } from './baseline.ts'
import { toldByFile } from './config-file.ts'
import { parseAllowance } from './policy.ts'
import { settingNames, settle, toldByEnvironment, unknownVariables } from './settings.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidb-triage-gate-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (text: string): void => writeFileSync(join(folder, '.tidb-triage.yaml'), text)

describe('settings', () => {
  test('rise from what is built in over the file and the environment to the command line', () => {
    write('gate:\n  fail-on: low\n  max-findings: 7\n  allow: [stall, "livelock@job:443"]\n')
    const env = { TIDB_TRIAGE_FAIL_ON: 'high', TIDB_TRIAGE_NEW_ONLY: 'yes', TIDB_TRIAGE_ALLOW: '' }
    const held = settle([...toldByFile(folder), ...toldByEnvironment(env), { name: 'fail-on', value: 'critical', origin: '--fail-on' }])
    expect(held['fail-on']).toEqual({ name: 'fail-on', value: 'critical', origin: '--fail-on' })
    expect(held['new-only']).toEqual({ name: 'new-only', value: true, origin: 'TIDB_TRIAGE_NEW_ONLY' })
    expect(held['max-findings']).toEqual({ name: 'max-findings', value: 7, origin: '.tidb-triage.yaml' })
    expect(held.allow.value).toEqual(['stall', 'livelock@job:443'])
    expect(held['min-coverage']).toEqual({ name: 'min-coverage', value: '10%', origin: 'default' })
    expect(Object.keys(held)).toEqual(settingNames)
  })

  test('of a file above mean paths from where it lies', () => {
    write('gate:\n  baseline: ci/known.json\n  signatures: [ci/own]\n  fail-on: high\n')
    mkdirSync(join(folder, 'a', 'b'), { recursive: true })
    expect(toldByFile(join(folder, 'a', 'b'))).toEqual([
      { name: 'baseline', value: join('..', '..', 'ci', 'known.json'), origin: join('..', '..', '.tidb-triage.yaml') },
      { name: 'signatures', value: [join('..', '..', 'ci', 'own')], origin: join('..', '..', '.tidb-triage.yaml') },
      { name: 'fail-on', value: 'high', origin: join('..', '..', '.tidb-triage.yaml') },
    ])
  })

  test.each(['gate: [1]', 'gates:\n  fail-on: high', 'just text', 'gate:\n  fail-on: "', '- a'])('%j is no settings file', (text) => {
    write(text)
    expect(() => toldByFile(folder)).toThrow(UserError)
  })

  test.each([
    ['fail-on', 'grave'],
    ['fail-onn', 'high'],
    ['new-only', 'perhaps'],
    ['max-findings', '-1'],
    ['max-findings', [1]],
    ['allow', { stall: true }],
    ['baseline', ''],
  ])('%s: %j is refused', (name, value) => {
    expect(() => settle([{ name, value, origin: 'test' }])).toThrow(UserError)
  })

  test('that look like variables and are none are told of', () => {
    const env = { TIDB_TRIAGE_FAIL_OM: 'high', TIDB_TRIAGE_FAIL_ON: 'high', TIDB_TRIAGE_CACHE_DIR: '/x', HOME: '/root' }
    expect(unknownVariables(env)).toEqual(['TIDB_TRIAGE_FAIL_OM'])
  })

  test('an allowance has a code, and an entity where it has an @', () => {
    expect(parseAllowance('stall@job:443')).toEqual({ code: 'stall', entity: 'job:443' })
    expect(parseAllowance('stall')).toEqual({ code: 'stall', entity: null })
    for (const text of ['', '@443', 'stall@']) expect(() => parseAllowance(text)).toThrow(UserError)
  })
})

describe('a baseline', () => {
  const entry = {
    fingerprint: 'stall:0123456789ab',
    inAnyPackage: 'stall:ba9876543210',
    code: 'stall',
    title: 'a',
    reason: 'b',
    owner: 'c',
    expires: '2026-12-31',
  }

  test('is read as it was written, sorted', () => {
    const path = join(folder, 'x', 'baseline.json')
    writeBaseline(path, [entry, { ...entry, fingerprint: 'go-race:0123456789ab', code: 'go-race', expires: null }])
    expect(readBaseline(path)!.map(({ code }) => code)).toEqual(['go-race', 'stall'])
    expect(readBaseline(path)![1]).toEqual(entry)
    expect(readFileSync(path, 'utf8').endsWith('}\n')).toBe(true)
    expect(readBaseline(join(folder, 'none.json'))).toBeNull()
  })

  test.each([
    '',
    '[]',
    '{"schemaVersion":"2","entries":[]}',
    '{"schemaVersion":"1","entries":[{"code":"stall"}]}',
    '{"schemaVersion":"1","entries":[{"fingerprint":"stall:0","expires":"2026-02-31"}]}',
    '{"schemaVersion":"1","entries":[{"fingerprint":"stall:0","owner":7}]}',
  ])('%j is none', (text) => {
    const path = join(folder, 'baseline.json')
    writeFileSync(path, text)
    expect(() => readBaseline(path)).toThrow(UserError)
  })
})
