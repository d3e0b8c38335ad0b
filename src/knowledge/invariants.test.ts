import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Subject } from './contract.ts'
import { subjects } from './index.ts'
import { limits } from './limits.ts'
import type { InvariantId } from './rules.ts'

/** What upholds an invariant of the reference, where no rule of the tables does, or beside one. */
interface Upheld {
  /** Steps that its machine does not have, as `from > to`, but as quirks or after a loss. */
  readonly never?: Readonly<Record<string, readonly string[]>>
  /** The only step out of a state. */
  readonly only?: Readonly<Record<string, readonly string[]>>
  /** Machines that are void when their process begins anew. */
  readonly memory?: readonly string[]
  readonly detector?: keyof typeof limits.detect
  readonly signature?: string
  /** Why logs cannot show the rest, or all of it. */
  readonly untold?: string
}

const MANY = 'a loop over the same error is what the detector of livelocks counts'

const upheld: Partial<Record<InvariantId, Upheld>> = {
  'DDL I1': {
    never: { 'schema-state': ['none > write only', 'none > public', 'delete only > public', 'write only > public', 'public > write only'] },
  },
  'DDL I2': {
    never: {
      'schema-state': ['delete reorganization > public', 'delete reorganization > write only', 'delete only > public'],
      job: ['rollingback > done', 'rollingback > synced', 'rollback done > synced'],
    },
  },
  'DDL I3': { never: { 'schema-state': ['write reorganization > none', 'delete only > public', 'write only > public'] } },
  'DDL I6': {
    untold:
      'a job that was paused prints an error and then nothing: only what is known of its state tells that from a stuck one, which a stall is',
  },
  'DDL I7': { never: { job: ['synced > running', 'rollback done > running', 'cancelled > running', 'synced > cancelling'] } },
  'DDL I8': { never: { job: ['done > rollingback', 'done > cancelled', 'running > synced'] } },
  'DDL I12': {
    untold:
      'later builds print no round of 5 s, and the round itself prints no job: silence of a live owner is a stall, not a missing round',
  },
  'DDL I15': {
    never: { 'backfill-state': ['merging > ready-to-merge', 'running > merging', 'ready-to-merge > running'] },
    untold: 'up to 2025 the line that ends the reorganisation prints no job, so that its absence cannot be laid to one',
  },
  'DDL I17': {
    untold:
      'builds of 2025 close a backend without a line, and what is asked for twice is handed out twice in silence: only what is left when its job has ended shows',
  },
  'DDL I18': {
    signature: 'ingest-engine-lock-held-by-current-process',
    untold: 'an import and builds of 2025 close the backend, and its engines with it, without a line',
  },
  'DDL I19': { detector: 'livelock', signature: 'ingest-engine-lock-held-by-current-process', untold: MANY },
  'DDL I20': {
    untold:
      'an import may take hours, and one that is cancelled ends with a line of DEBUG: a missing end is told from a long import by its silence, which a stall is',
  },
  'DDL I25': { memory: ['owner', 'backend', 'engine', 'reorg-ctx', 'flush-lock', 'checkpoint', 'scheduler', 'executor'] },
  'DDL I26': { never: { server: ['serving > starting', 'shutting-down > starting', 'serving > stopped'] } },
  'DXF I2': {
    never: {
      'task-step': [
        'ingest > merge-sort',
        'ingest > read-index',
        'merge-sort > read-index',
        'post-process > import',
        'ingest > encode',
        'done > encode',
      ],
    },
  },
  'DXF I3': { detector: 'livelock', untold: MANY },
  'DXF I11': { only: { task: ['resuming > running'] } },
  'DXF I12': { never: { task: ['paused > cancelling', 'pausing > cancelling', 'resuming > cancelling', 'modifying > cancelling'] } },
  'DXF I14': { detector: 'livelock', untold: MANY },
  'DXF I16': { untold: 'that fewer subtasks were heard of than were planned may come from a hole in the log of any node' },
  'DXF I20': { untold: 'no line names the state; that nothing is printed in it is why it is a resting one' },
}

const all: readonly InvariantId[] = [...numbered('DDL', 29), ...numbered('DXF', 20)]
const rules = subjects.flatMap(({ invariants }) => invariants)
const machine = (name: string): Subject => subjects.find((subject) => subject.name === name)!

function numbered(book: 'DDL' | 'DXF', count: number): InvariantId[] {
  return Array.from({ length: count }, (_, i): InvariantId => `${book} I${i + 1}`)
}

test('all 49 invariants of the reference are upheld by something', () => {
  expect(all).toHaveLength(49)
  const claimed = new Set([...rules.flatMap((rule) => rule.upholds), ...Object.keys(upheld)])
  expect(all.filter((id) => !claimed.has(id))).toEqual([])
  expect([...claimed].filter((id) => !(all as readonly string[]).includes(id))).toEqual([])
})

describe.each(Object.entries(upheld) as [InvariantId, Upheld][])(
  '%s',
  (_id, { never = {}, only = {}, memory = [], detector, signature, untold }) => {
    test('is upheld as claimed', () => {
      const steps = Object.entries(never).flatMap(([name, moves]) => moves.map((move) => [name, move] as const))
      expect(steps.filter(([name, move]) => normalSteps(name).includes(move))).toEqual([])
      for (const [name, move] of steps) expect(statesOf(machine(name))).toEqual(expect.arrayContaining(move.split(' > ')))
      for (const [name, moves] of Object.entries(only))
        for (const move of moves) expect(normalSteps(name).filter((it) => it.startsWith(`${move.split(' > ')[0]} > `))).toEqual([move])
      expect(memory.filter((name) => machine(name).lives !== 'memory')).toEqual([])
      if (detector !== undefined) expect(limits.detect[detector]).toBeDefined()
      if (signature !== undefined) expect(readdirSync(join(import.meta.dirname, 'signatures'))).toContain(signature)
      const claims =
        steps.length + Object.keys(only).length + memory.length + [detector, signature, untold].filter((it) => it !== undefined).length
      expect(claims).toBeGreaterThan(0)
    })
  },
)

test('each rule has an id of its own, a source, and cases of what breaks it', () => {
  const folder = join(import.meta.dirname, '..', 'replay', 'invariant')
  const tested = readdirSync(folder).filter((file) => file.endsWith('-rules.test.ts'))
  const cases = tested.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
  for (const { id, cite, because } of rules) {
    expect(cite, id).toMatch(/model-[\w-]+ .*\d/)
    expect(because.length, id).toBeGreaterThan(40)
    expect(cases, id).toContain(`'${id}': {`)
  }
})

function normalSteps(name: string): string[] {
  return machine(name)
    .transitions.filter(({ course }) => course === 'normal')
    .map(({ from, to }) => `${from} > ${to}`)
}

function statesOf({ states }: Subject): string[] {
  return [...states.initial, ...states.resting, ...states.final, ...states.other]
}
