import { describe, expect, test } from 'vitest'
import { defineSubject, type Message, type Subject } from '../../knowledge/contract.ts'
import { type modelFormats, modelPrinters } from './index.ts'
import { machinesOf } from './machine.ts'

function message(text: string, kind: string, more: Partial<Message> = {}): Message {
  return { text, kind, entity: 'job', level: 'INFO', files: ['a.go'], fields: [], ...more }
}

const lamp = defineSubject({
  name: 'lamp',
  entity: 'job',
  lives: 'stored',
  scope: 'cluster',
  states: { initial: ['off'], resting: ['off'], final: ['broken'], other: ['on', 'half-on now'] },
  transitions: [
    { from: 'off', to: 'on', course: 'normal', by: ['lamp.lit', 'other.lit'], cite: 'a "book" 1' },
    { from: 'on', to: 'half-on now', course: 'recovery', by: [], cite: 'b', since: 'v7.2', until: 'v7.5' },
    { from: 'on', to: 'half-on now', course: 'quirk', by: [], cite: 'c', since: '~v8.1' },
    { from: 'on', to: 'broken', course: 'normal', by: ['lamp.new'], cite: 'd', since: '2025' },
  ],
  messages: [message('lit, at last', 'lamp.lit'), message('burnt ', 'lamp.new', { since: '2025', match: 'prefix', level: 'WARN' })],
  invariants: [
    {
      ...{ id: 'one-hand', rule: 'exclusive', per: ['lamp'], because: 'It has one switch.', cite: 'e', severity: 'low', graceMs: 1_500 },
      ...{ upholds: [], holder: 'node', open: ['lamp.lit'], acts: [], close: ['lamp.out'], lost: [] },
    },
  ],
})
const other = defineSubject({
  ...{ name: 'other-thing', entity: 'task', lives: 'memory', scope: 'node', transitions: [], invariants: [] },
  states: { initial: [], resting: [], final: [], other: ['on'] },
  messages: [message('lit elsewhere', 'other.lit', { until: 'v7.1' })],
})
const subjects: readonly Subject[] = [lamp, other]
const look = { width: 80, color: false }

describe('a machine of one era', () => {
  test('has the rows and states of that era, and what its lines prove', () => {
    const [old] = machinesOf(subjects, 'v7.1')
    expect(old!.transitions.map(({ to, provedBy }) => [to, provedBy.map(({ texts }) => texts)])).toEqual([
      ['on', [['lit, at last'], ['lit elsewhere']]],
    ])
    expect(old!.states).toEqual({ initial: ['off'], resting: ['off'], final: [], other: ['on'] })
    expect(old!.messages.map(({ text }) => text)).toEqual(['lit, at last'])
    const [late] = machinesOf(subjects, '2026')
    expect(late!.transitions.map(({ course }) => course)).toEqual(['normal', 'quirk', 'normal'])
    expect(late!.messages).toHaveLength(2)
  })

  test('without a transition keeps its states', () => {
    expect(machinesOf(subjects, 'v7.1')[1]!.states.other).toEqual(['on'])
  })
})

describe('printing', () => {
  const machines = machinesOf(subjects, null)
  const print = async (format: (typeof modelFormats)[number]): Promise<string> => (await modelPrinters[format]()).one(machines[0]!, look)

  test('as a table says everything, with its source', async () => {
    const shown = await print('table')
    for (const part of [
      /^ {2}off → on +normal\n {4}lamp\.lit: "lit, at last"\n {4}other\.lit: "lit elsewhere"\n {4}a "book" 1$/m,
      /^ {2}on → half-on now +recovery {2}v7\.2 to v7\.5\n {4}TiDB prints nothing for it$/m,
      /^ {2}burnt …\n {4}lamp\.new · WARN · a\.go · since 2025$/m,
      /^ {2}one-hand {2}low\n {4}Per lamp: one node at a time, from lamp\.lit to lamp\.out, but for 1\.5 s of\n {4}overlap\.\n {4}It has one switch\.\n {4}e$/m,
    ])
      expect(shown).toMatch(part)
  })

  test('as mermaid merges rows into arrows and names states without spaces', async () => {
    expect(await print('mermaid')).toBe(`stateDiagram-v2
  state "half-on now" as half_on_now
  [*] --> off
  off --> on
  on --> half_on_now : quirk since ~v8.1, recovery v7.2 to v7.5
  on --> broken : since 2025
  broken --> [*]
`)
  })

  test('as dot quotes what it does not know', async () => {
    const shown = await print('dot')
    expect(shown).toContain('"off" -> "on" [style=solid, tooltip="lit, at last\\nlit elsewhere\\n(a \\"book\\" 1)"]')
    expect(shown).toContain('"on" -> "half-on now" [style=dotted, label="quirk since ~v8.1, recovery v7.2 to v7.5", tooltip="(b)\\n(c)"]')
    expect(shown).toContain('"broken" [label="broken", peripheries=2]')
    expect(shown.match(/[{}]/g)).toEqual(['{', '}'])
  })

  test('as json is the machine itself', async () => {
    expect(JSON.parse(await print('json'))).toEqual(machines[0])
  })

  test('of all keeps states of one name apart', async () => {
    const list = async (format: (typeof modelFormats)[number]): Promise<string> => (await modelPrinters[format]()).list(machines, look)
    expect(await list('mermaid')).toMatch(/state "other-thing" as other_thing \{\n {4}state "on" as other_thing_on\n/)
    expect(await list('dot')).toContain('subgraph "cluster other-thing" {\n    label="other-thing"\n    "other-thing/on" [label="on"]')
    expect(await list('table')).toMatch(/^all +5 +4 +3 +1$/m)
    expect(JSON.parse(await list('json'))[0]).toMatchObject({
      name: 'lamp',
      states: lamp.states,
      transitions: 4,
      messages: 2,
      invariants: 1,
    })
  })
})
