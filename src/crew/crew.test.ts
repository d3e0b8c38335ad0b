import { afterEach, expect, test } from 'vitest'
import { BugError } from '../errors.ts'
import { Crew } from './crew.ts'
import type { Said } from './message.ts'

const setup = { literals: ['x'], idle: [], telling: [], callers: null, since: null }
const crews: Crew[] = []
afterEach(async () => {
  await Promise.all(crews.splice(0).map((crew) => crew.dismiss()))
})

/** A crew whose threads run `onOrder` for each `order`, with `port`, `say` and `workerData` at hand. */
function crewOf(size: number, onOrder: string, stop?: AbortSignal): Crew {
  const code = `import { parentPort as port, workerData } from 'node:worker_threads'
    const say = (what) => port.postMessage({ what })
    port.on('message', async (order) => { ${onOrder} })`
  const crew = new Crew(size, setup, { stop, worker: new URL(`data:text/javascript,${encodeURIComponent(code)}`) })
  crews.push(crew)
  return crew
}

function order(path: string) {
  return { path, range: null }
}

test('orders are begun in turn, each by one thread, and what is said of each is heard', async () => {
  const crew = crewOf(2, `say(order.path); say(workerData.literals[0]); setTimeout(() => say('done'), 5)`)
  const heard = await Promise.all(
    ['a', 'b', 'c', 'd', 'e'].map(async (path) => {
      const all: string[] = []
      await crew.carryOut(order(path), (said: Said) => all.push(said.what))
      return all
    }),
  )
  expect(heard).toEqual(['a', 'b', 'c', 'd', 'e'].map((path) => [path, 'x', 'done']))
})

test.each([
  ['ends', 'process.exit(7)', /ended early \(7\)/],
  ['throws', `throw new TypeError('boom')`, /failed: boom/],
  ['throws later', `setTimeout(() => { throw new Error('late boom') }, 5)`, /failed: late boom/],
  ['rejects', `await Promise.reject(new Error('no'))`, /failed: no/],
  ['says that it failed', `port.postMessage({ what: 'fault', message: 'bad', stack: 'at x' })`, /^bad$/],
])('a thread that %s fails what is under way, what waits and what comes, at once', async (_, code, message) => {
  const crew = crewOf(2, `if (order.path === 'bad') { ${code} }`)
  const all = await Promise.allSettled(['slow', 'bad', 'waits', 'waits too'].map((path) => crew.carryOut(order(path), () => undefined)))
  for (const settled of all) {
    expect(settled.status).toBe('rejected')
    expect((settled as PromiseRejectedResult).reason).toBeInstanceOf(BugError)
    expect(((settled as PromiseRejectedResult).reason as Error).message).toMatch(message)
  }
  await expect(crew.carryOut(order('late'), () => undefined)).rejects.toThrow(message)
  expect(crew.broken.aborted).toBe(true)
})

test('a thread that cannot even start fails its order', async () => {
  const crew = new Crew(1, setup, { worker: new URL('data:text/javascript,import "nowhere:at-all"') })
  crews.push(crew)
  await expect(crew.carryOut(order('a'), () => undefined)).rejects.toThrow(BugError)
})

test('when it is stopped, threads are told, what waits is done with nothing, and nothing new begins', async () => {
  const stop = new AbortController()
  const begun: string[] = []
  const crew = crewOf(
    1,
    `say(order.path); const wait = setInterval(() => { if (Atomics.load(workerData.stop, 0) === 1) { clearInterval(wait); say('done') } }, 2)`,
    stop.signal,
  )
  const hear = ({ what }: Said): void => {
    begun.push(what)
    if ((what as string) === 'a') stop.abort()
  }
  await Promise.all([crew.carryOut(order('a'), hear), crew.carryOut(order('b'), hear)])
  await crew.carryOut(order('c'), hear)
  expect(begun).toEqual(['a', 'done'])
  expect(crew.broken.aborted).toBe(false)
})

test('dismissing breaks nothing', async () => {
  const crew = crewOf(1, `say('done')`)
  await crew.carryOut(order('a'), () => undefined)
  await crew.dismiss()
  expect(crew.broken.aborted).toBe(false)
})

test('a thread that was started before it is needed carries out the first order', async () => {
  const crew = crewOf(1, `say('done')`)
  crew.warm()
  crew.warm()
  await crew.carryOut(order('a'), () => undefined)
  await crew.carryOut(order('b'), () => undefined)
})

test('where orders are many and small, a thread has its next one before it is done, and no more threads are started than there is work for', async () => {
  const inTurn = `globalThis.got = (globalThis.got ?? '') + order.path
    globalThis.turn = (globalThis.turn ?? Promise.resolve()).then(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      say(order.path + ' of ' + globalThis.got)
      say('done')
    })`
  const crew = crewOf(3, inTurn)
  const heard: string[] = []
  const orders = ['a', 'b', 'c', 'd'].map((path) => crew.carryOut(order(path), ({ what }) => heard.push(`${path}: ${what}`), 1))
  await Promise.all(orders)
  expect(heard[0]).toBe('a: a of abc')
  // The last thread to be told was told of all.
  expect(heard.at(-2)).toBe('d: d of abcd')
  expect(heard.map((said) => said.replace(/ of .*/, ''))).toEqual(
    ['a', 'b', 'c', 'd'].flatMap((path) => [`${path}: ${path}`, `${path}: done`]),
  )
})
