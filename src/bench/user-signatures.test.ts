import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSignatures } from '../signature/load.ts'
import { writeUserSignatures } from './user-signatures.ts'

const folder = mkdtempSync(join(tmpdir(), 'user-signatures-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('what is written can be read, is varied, and is the same for the same seed', () => {
  const [one, again, other] = [1, 1, 2].map((seed, i) => readSignatures([writeUserSignatures(join(folder, String(i)), 60, seed)]))
  expect(one).toHaveLength(60)
  expect(again).toEqual(one)
  expect(other).not.toEqual(one)
  const kinds = new Set(one!.flatMap(({ selections }) => Object.values(selections).flatMap((selection) => Object.keys(selection))))
  for (const kind of ['event', 'text', 'crash', 'fields']) expect(kinds).toContain(kind)
})
