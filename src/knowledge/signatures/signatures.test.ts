import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { ReportFinding } from '../../report/report.ts'
import { judgeVersion } from '../../signature/known-issue.ts'
import { compileCatalogue } from '../../signature/load.ts'
import { open } from '../../source/open.ts'
import { triage } from '../../triage.ts'
import type { Signature } from '../contract.ts'
import { messages, subjects } from '../index.ts'
import { parseVersion } from '../versions.ts'

const here = import.meta.dirname
const catalogue = compileCatalogue(here)
const notes = ['note.job', 'note.subjob', 'note.task', 'note.subtask', 'note.empty-set', 'note.version']

const samples = (id: string, kind: 'positive' | 'negative'): readonly string[] => {
  const folder = join(here, id, kind)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, name))
}

async function signed(path: string): Promise<readonly ReportFinding[]> {
  const stdin = Readable.from([readFileSync(path)])
  const { findings } = await triage({ sources: open(['-'], { stdin }), signatures: catalogue, version: '0', minCoverage: 0 })
  return findings.filter(({ kind }) => kind === 'signature')
}

test('every folder is a signature', () => {
  const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(catalogue.map(({ id }) => id)).toEqual(folders.map(({ name }) => name).sort())
})

describe.each(catalogue.map((signature) => [signature.id, signature] as const))('%s', (id, signature: Signature) => {
  test('speaks of kinds and machines that the tables have', () => {
    const selections = Object.values(signature.selections)
    const events = selections.flatMap((selection) =>
      'event' in selection && selection.event !== undefined ? [selection.event].flat() : [],
    )
    const machines = selections.flatMap((selection) => ('history' in selection ? [selection.history.machine] : []))
    const kinds = new Set([...messages.map(({ kind }) => kind), ...notes, 'unrecognised'])
    expect(events.filter((kind) => !kinds.has(kind))).toEqual([])
    const names = new Set(subjects.map(({ name }) => name))
    expect(machines.filter((machine) => !names.has(machine))).toEqual([])
  })

  test('no version is both affected and fixed', () => {
    for (const fixed of signature.knownIssue?.fixedIn ?? []) {
      expect(parseVersion(fixed)).not.toBeNull()
      expect(judgeVersion(signature.knownIssue!, fixed)).toBe('should-be-fixed')
    }
  })

  test('has samples of both kinds', () => {
    expect(samples(id, 'positive').length).toBeGreaterThanOrEqual(2)
    expect(samples(id, 'negative').length).toBeGreaterThanOrEqual(2)
  })

  test.each(samples(id, 'positive'))('fires on %s, with evidence, and no other does', async (path) => {
    const findings = await signed(path)
    expect(findings.map(({ code }) => code).filter((code) => !signature.mayAccompany.includes(code))).toEqual([id])
    const { evidence } = findings.find(({ code }) => code === id)!
    expect(evidence.length).toBeGreaterThan(0)
    for (const { where, role } of evidence) {
      expect(where.line).toBeGreaterThan(0)
      expect(Object.keys(signature.selections)).toContain(role)
    }
  })

  test.each(samples(id, 'negative'))('is silent on %s, as all others are', async (path) => {
    expect((await signed(path)).map(({ code, confidence }) => `${code} ${confidence}`)).toEqual([])
  })
})
