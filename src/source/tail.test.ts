import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Tail } from './tail.ts'

const folder = mkdtempSync(join(tmpdir(), 'tail-'))
afterAll(() => rmSync(folder, { recursive: true }))

function begin(name: string, text: string, from = 0): { readonly path: string; readonly tail: Tail; read(): string } {
  const path = join(folder, name)
  writeFileSync(path, text)
  const tail = new Tail(path, from)
  const read = (): string => {
    let all = ''
    for (let piece = tail.read(); piece !== null; piece = tail.read()) all += piece.toString()
    return all
  }
  return { path, tail, read }
}

test('gives what was written since the last look, from where it began', () => {
  const { path, tail, read } = begin('a.log', 'one\ntwo\n', 4)
  expect([read(), read()]).toEqual(['two\n', ''])
  appendFileSync(path, 'three\n')
  expect([tail.truncated(), tail.rotated(), read()]).toEqual([false, false, 'three\n'])
  const large = 'x'.repeat(3 << 20)
  appendFileSync(path, large)
  expect(read()).toBe(large)
  tail.close()
})

test('reads a rotated file to its end, then the one that has its name from its beginning', () => {
  const { path, tail, read } = begin('b.log', 'one\n')
  expect(read()).toBe('one\n')
  renameSync(path, `${path}.1`)
  expect([tail.rotated(), tail.rotated()]).toEqual([false, false])
  writeFileSync(path, 'new\n')
  expect(tail.rotated()).toBe(false)
  appendFileSync(`${path}.1`, 'late\n')
  expect(read()).toBe('late\n')
  expect([tail.rotated(), read(), tail.rotated()]).toEqual([true, 'new\n', false])
  tail.close()
})

test('begins anew where the file was cut', () => {
  const { path, tail, read } = begin('c.log', 'one\ntwo\n')
  read()
  truncateSync(path, 0)
  appendFileSync(path, 'new\n')
  expect([read(), tail.truncated(), read(), tail.truncated()]).toEqual(['', true, 'new\n', false])
  tail.close()
})

test('is told when something is written', async () => {
  const { path, tail } = begin('d.log', 'one\n')
  const woken = new Promise<void>((resolve) => tail.watch(resolve))
  appendFileSync(path, 'two\n')
  await woken
  tail.close()
})
