import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lastEntryIn } from './last-entry.ts'

const folder = mkdtempSync(join(tmpdir(), 'last-entry-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ENTRY = '[2023/12/25 11:18:48.734 +00:00] [INFO] [ddl.go:1068] ["start DDL job"]\n'

/** @returns what stands behind the place */
function behind(text: string): string {
  const path = join(folder, 'x.log')
  writeFileSync(path, text)
  return Buffer.from(text)
    .subarray(lastEntryIn(path, Buffer.byteLength(text)))
    .toString()
}

test.each([
  ['a whole entry', `${ENTRY}${ENTRY}`, ENTRY],
  ['an entry that is being written', `${ENTRY}${ENTRY.slice(0, 50)}`, ENTRY.slice(0, 50)],
  ['a Go report behind it', `${ENTRY}${ENTRY}panic: x\n\ngoroutine 1 [running]:\n`, `${ENTRY}panic: x\n\ngoroutine 1 [running]:\n`],
  ['the only entry', ENTRY.slice(0, -1), ENTRY.slice(0, -1)],
  ['an empty line in front', `\n${ENTRY}`, ENTRY],
  ['lines without heads', '{"log":"a"}\n{"log":"b"}\n{"lo', '{"lo'],
  ['one line without its end', 'abc', 'abc'],
  ['nothing', '', ''],
  ['an entry farther back than is looked', `${ENTRY}${'y\n'.repeat(1 << 20)}z`, 'z'],
])('%s', (_, text, wanted) => {
  expect(behind(text)).toBe(wanted)
})
