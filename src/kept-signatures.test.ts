import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { keptSignatures } from './kept-signatures.ts'
import { builtInSignatures } from './knowledge/signatures.ts'

const root = mkdtempSync(join(tmpdir(), 'tidb-triage-kept-'))
afterAll(() => rmSync(root, { recursive: true }))

const keep = { cacheDir: join(root, 'cache'), version: '1' }
const folder = join(root, 'many')
cpSync('src/knowledge/signatures', folder, { recursive: true, filter: (path) => !path.endsWith('.log') })
const count = readdirSync(folder).length

let made = 0
const make = async () => {
  made++
  return builtInSignatures().slice(0, 2)
}

test('a large folder is read once, until one of its files changes', async () => {
  expect(count).toBeGreaterThan(50)
  expect(await keptSignatures([folder], keep, make)).toEqual(await keptSignatures([folder], keep, make))
  expect(made).toBe(1)
  writeFileSync(join(folder, 'dxf-revert-never-finishes', 'signature.yaml'), 'changed')
  await keptSignatures([folder], keep, make)
  expect(made).toBe(2)
  await keptSignatures([folder], { ...keep, version: '2' }, make)
  expect(made).toBe(3)
})

test('what was kept and cannot be read is made anew; what cannot be kept is made each time', async () => {
  const shelf = join(keep.cacheDir, 'signatures')
  for (const name of readdirSync(shelf)) writeFileSync(join(shelf, name), '{')
  const before = made
  await keptSignatures([folder], keep, make)
  expect(made).toBe(before + 1)
  writeFileSync(join(root, 'a-file'), '')
  for (let i = 0; i < 2; i++) await keptSignatures([folder], { cacheDir: join(root, 'a-file'), version: '1' }, make)
  expect(made).toBe(before + 3)
})

test('a small folder is simply read', async () => {
  const before = made
  mkdirSync(join(root, 'few'))
  for (let i = 0; i < 2; i++) await keptSignatures([join(root, 'few')], keep, make)
  expect(made).toBe(before + 2)
})
