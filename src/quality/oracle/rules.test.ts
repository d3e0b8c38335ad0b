import { expect, test } from 'vitest'
import { subjects } from '../../knowledge/index.ts'
import type { Fields, Line } from '../../simulate/cluster/line.ts'
import { brokenRule } from './rules.ts'

const rows = new Map(subjects.flatMap(({ messages }) => messages.map((row) => [row.text, row] as const)))

function lineOf(node: string, ms: number, message: string, fields: Fields = {}): Line {
  return { node, ms, level: 'INFO', place: '', message, fields, tail: '', row: rows.get(message)!, marks: [] }
}

function broken(...lines: readonly Line[]): string | null {
  const nodes = [...new Set(lines.map(({ node }) => node))]
  return brokenRule(
    nodes.map((node) => ({ node, lines: lines.filter((line) => line.node === node) })),
    2_000,
  )
}

test('what a process remembers only grows, and begins anew with the next one', () => {
  const acknowledged = (ms: number, version: number) => lineOf('a', ms, 'mdl gets lock, update to owner', { jobID: 105, version })
  expect(broken(acknowledged(0, 303), acknowledged(9_000, 299))).toContain('I23')
  expect(broken(acknowledged(0, 303), lineOf('a', 5_000, 'Welcome to TiDB.'), acknowledged(9_000, 299))).toBeNull()
})

test('a job is written once; the same line may have been collected twice', () => {
  const created = (ms: number, node = 'a') =>
    lineOf(node, ms, 'add DDL jobs', {
      jobs: 'ID:105, Type:add index, State:queueing, start time: 2026-01-20 14:00:05 +0800 CST, Err:<nil>; ',
    })
  expect(broken(created(0), created(9_000))).toContain('written twice')
  expect(broken(created(0), created(0.4), created(0, 'b'))).toBeNull()
})
