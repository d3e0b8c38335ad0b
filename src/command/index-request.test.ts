import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt, runBuilt } from '../testing/built.ts'
import { indexRequest } from './index-request.ts'

const folder = mkdtempSync(join(tmpdir(), 'index-request-'))
const path = join(folder, 'tidb.log')
const line = '[2025/01/07 18:12:53.968 +08:00] [INFO] [a.go:1] [b]\n'

beforeAll(ensureBuilt, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('why no index is kept is said in words, with what the system said', () => {
  const said: string[] = []
  const { onNote } = indexRequest([], { cacheDir: 'x', version: '1' }, (text) => said.push(text))
  onNote({ code: 'changed', detail: '' })
  onNote({ code: 'not-written', detail: 'EROFS: read-only file system' })
  expect(said).toEqual([
    'No index is kept: the input changed while it was read.',
    'No index is kept: it could not be written (EROFS: read-only file system).',
  ])
})

describe('analyze --index', () => {
  test('keeps one beside the log, prints the same, and says nothing of it', () => {
    writeFileSync(path, line)
    const [plain, first, second] = [[], ['--index'], ['--index']].map((more) => runBuilt(['analyze', path, '--json', ...more]))
    expect([first!.out, second!.out, first!.err, second!.err]).toEqual([plain!.out, plain!.out, '', ''])
    expect(readdirSync(join(folder, '.tidb-triage', 'index'))).toHaveLength(1)
  })

  test('says on standard error that none is kept of standard input', () => {
    const { out, err } = runBuilt(['analyze', '--json', '--index'], line)
    expect(err).toBe('No index is kept: not all of the input lies in files.\n')
    expect(JSON.parse(out).coverage.lines).toBe(1)
  })

  test('does not go with --follow', () => {
    expect(runBuilt(['analyze', path, '--index', '--follow'])).toMatchObject({ code: 2, out: '' })
  })
})
