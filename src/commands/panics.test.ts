import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt, runBuilt } from '../testing/built.ts'

const crash = 'fixtures/go-report/go1.26/nil-receiver.txt'
const dump = 'fixtures/go-report/go1.26/quit.txt'

beforeAll(ensureBuilt, 120_000)

describe('panics', () => {
  test('explains itself', () => {
    const { code, out } = runBuilt(['panics', '--help'])
    expect(code).toBe(0)
    for (const word of ['--goroutine', '--full', 'text|json', '--fail-on', 'EXAMPLES', 'debug=2']) expect(out).toContain(word)
  })

  test('prints the same of a file and of a pipe, but for the name', () => {
    const { code, out, err } = runBuilt(['panics', crash])
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^1 panic in 10 lines\n/)
    const piped = runBuilt(['panics'], readFileSync(crash, 'utf8'))
    expect(piped.out.replace(/ · [^ ]*:1\n/, ` · ${crash}:1\n`)).toBe(out)
    expect(JSON.parse(runBuilt(['panics', crash, '--json']).out).crashes).toMatchObject([{ kind: 'panic' }])
  })

  test('says when there is no such goroutine', () => {
    const { code, out, err } = runBuilt(['panics', crash, '--goroutine', '4711'])
    expect([code, out, err]).toEqual([0, '', 'No crash or dump in these logs shows goroutine 4711.\n'])
  })

  test.each([
    [[crash, '--fail-on', 'high'], 1],
    [[dump, '--fail-on', 'low'], 0],
    [[dump, '--fail-on', 'info'], 1],
    [['no-such-file.log'], 3],
    [['--format', 'xml', crash], 2],
  ])('%j ends with %i', (args, exit) => {
    expect(runBuilt(['panics', ...args]).code).toBe(exit)
  })
})
