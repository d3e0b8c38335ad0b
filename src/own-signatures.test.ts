import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ownFolders, signaturesWith } from './own-signatures.ts'

const root = mkdtempSync(join(tmpdir(), 'tidb-triage-own-'))
afterAll(() => rmSync(root, { recursive: true }))

const id = 'dxf-revert-never-finishes'
const home = join('.tidb-triage', 'signatures')
cpSync(join('src/knowledge/signatures', id), join(root, 'project', home, id), { recursive: true })
mkdirSync(join(root, 'project', 'logs', 'today'), { recursive: true })
mkdirSync(join(root, 'project', 'logs', home), { recursive: true })

test('the nearest folder upwards that holds a signature counts, once, before those that are named', () => {
  const deep = join(root, 'project', 'logs', 'today')
  expect(ownFolders(['mine'], deep)).toEqual([join('..', '..', home), 'mine'])
  expect(ownFolders([home], join(root, 'project'))).toEqual([home])
  expect(ownFolders(['mine'], root)).toEqual(['mine'])
})

test("a signature of one's own takes the place of the built-in one", async () => {
  const folder = join(root, 'project', home)
  const both = await signaturesWith([folder], root)
  const builtIn = await signaturesWith([], root)
  expect(both.map((one) => one.id).sort()).toEqual(builtIn.map((one) => one.id).sort())
  expect(both.at(-1)!.id).toBe(id)
})
