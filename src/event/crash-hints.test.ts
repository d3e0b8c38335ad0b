import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blame } from '../knowledge/blame.ts'
import { packageOf } from './blame.ts'
import { nilArguments, nilHint, splitArguments } from './crash-hints.ts'
import type { Frame } from './event.ts'

function frame(func: string, args: string, file = '/src/app/a.go'): Frame {
  return { func, package: packageOf(func), file, line: 1, args }
}

const cut = { kind: 'panic', message: null, signal: null } as const
const fault = (addr: string) => ({ kind: 'panic', message: 'x', signal: { name: 'SIGSEGV', code: '0x1', addr, pc: '0x1' } }) as const
const acquire = frame('example.com/db/ingest.acquire', '{0x6377838, 0xc079be7ea0}, 0x0, {0xc084e921c0, 0x1b}')
const lock = frame(
  'go.etcd.io/etcd/client/v3/concurrency.(*Mutex).Lock',
  '0xc0a8, {0x63, 0xc0}',
  '/go/pkg/mod/go.etcd.io/etcd@v3.5/mutex.go',
)

describe('nil hints', () => {
  it('count a composite once, below the dependency that faulted', () => {
    const found = nilArguments(cut, [lock, acquire, frame('example.com/db.flush', '0x0')], blame)
    expect(found).toEqual([{ func: acquire.func, argument: 2 }])
    expect(found.map(nilHint)).toEqual(['argument 2 of acquire is nil (0x0)'])
  })
  it('want a fault in the first page', () => {
    expect(nilArguments(fault('0x10'), [acquire], blame)).toHaveLength(1)
    expect(nilArguments(fault('0xfff'), [acquire], blame)).toHaveLength(1)
    expect(nilArguments(fault('0x1000'), [acquire], blame)).toEqual([])
    expect(nilArguments({ ...cut, message: 'index out of range' }, [acquire], blame)).toEqual([])
    expect(nilArguments({ ...cut, kind: 'fatal' }, [acquire], blame)).toEqual([])
  })
  it('name a receiver, and only pointer receivers', () => {
    const found = nilArguments(cut, [frame('example.com/db.(*job).run', '0x0, 0x0, 0x5')], blame)
    expect(found.map(nilHint)).toEqual(['receiver of run is nil (0x0)'])
    expect(nilArguments(cut, [frame('example.com/db.run', '0x0, 0x0, {0x5}')], blame)).toEqual([])
  })
  it('say nothing of values that may be stale, nor of words of an old Go', () => {
    expect(nilArguments(cut, [frame('example.com/db.run', '0x0?, {0x5, 0x1}')], blame)).toEqual([])
    expect(nilArguments(cut, [frame('example.com/db.(*conn).write', '0xc01, 0x3b, 0xc0, 0x1, 0x0')], blame)).toEqual([])
    expect(nilArguments(cut, [frame('example.com/db.(*conn).write', '0x0, 0x3b, 0xc0')], blame)).toHaveLength(1)
  })
  it('split arguments that were joined, whatever they hold', () => {
    const word = fc.constantFrom('0x0', '0xc000123?', '...', '_')
    const argument = fc.oneof(
      word,
      fc.array(word, { minLength: 1 }).map((words) => `{${words.join(', ')}}`),
    )
    fc.assert(
      fc.property(fc.array(argument), (args) => {
        expect(splitArguments(args.join(', '))).toEqual(args)
      }),
    )
  })
})
