import { expect, test } from 'vitest'
import { make, menu } from './make.ts'

const wish = { scenario: 'local-sort', era: 'v8.5', nodes: 2, seed: 4, jobs: 1, pace: 1, noise: 10 } as const
const NO_HARM = { fault: null, way: 'random', loss: 0 }

interface Told {
  readonly fault: { readonly lines: readonly { readonly log: string; readonly line: number }[] } | null
  readonly entities: readonly {
    readonly machine: string
    readonly id: string
    readonly states: readonly { state: string; lines: { log: string; line: number }[] }[]
  }[]
}

function truth(files: ReturnType<typeof make>): Told {
  return JSON.parse(files!.find(({ name }) => name === 'truth.json')!.text) as Told
}

test('the truth leads to the lines that show it', () => {
  const files = make(wish, NO_HARM)!
  expect(files.map(({ name }) => name)).toEqual(['tidb-0.log', 'tidb-1.log', 'truth.json'])
  const lineAt = ({ log, line }: { log: string; line: number }) => files.find(({ name }) => name === log)!.text.split('\n')[line - 1]!
  const job = truth(files).entities.find(({ machine }) => machine === 'job')!
  expect(job.states.map(({ state }) => state)).toEqual(['queueing', 'running', 'done', 'synced'])
  for (const { state, lines } of job.states)
    for (const place of lines) expect(lineAt(place)).toMatch(new RegExp(`ID:${job.id}, .*State:${state}|DDL job is finished`))
})

test('what is planted is told, with its place in what is left of the logs', () => {
  const files = make(wish, { fault: 'illegal-state', way: 'random', loss: 0 })!
  const [{ log, line }] = truth(files).fault!.lines as [{ log: string; line: number }]
  const [own, healthy] = [files, make(wish, NO_HARM)!].map((all) => all.find(({ name }) => name === log)!.text.split('\n')[line - 1])
  expect(own).not.toBe(healthy)
  expect(make(wish, { fault: 'two-owners', way: 'random', loss: 0 })).toBeNull()
})

test('the same wish gives the same bytes, and everything on the menu can be had', () => {
  expect(make(wish, { fault: 'swap', way: 'burst', loss: 0.1 })).toEqual(make(wish, { fault: 'swap', way: 'burst', loss: 0.1 }))
  const { scenarios, ways } = menu()
  for (const { name, eras, nodes } of scenarios)
    for (const way of ways) {
      const files = make({ ...wish, scenario: name, era: eras[0]!, nodes }, { fault: 'drop', way, loss: 0.5 })!
      expect(files.every(({ text }) => text.endsWith('\n') || text === '')).toBe(true)
    }
})
