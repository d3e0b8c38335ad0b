import { describe, expect, it } from 'vitest'
import { blame } from '../knowledge/blame.ts'
import { packageOf } from './blame.ts'
import { blockedOn } from './blocked.ts'
import type { Bucket, Frame } from './event.ts'

function frame(func: string, line = 1): Frame {
  return { func, package: packageOf(func), file: '/a.go', line, args: '' }
}

function bucket(count: number, state: string, funcs: readonly string[], waited = { least: 0, most: 0 }): Bucket {
  return { count, state, waited, frames: funcs.map((func) => frame(func)), createdBy: null, locks: [], ids: [] }
}

const own = 'github.com/pingcap/tidb/pkg/ddl.(*worker).run'

describe('who waits for what', () => {
  it.each([
    ['chan receive, 14 minutes', [own], 'channel-receive'],
    ['chan send', [own], 'channel-send'],
    ['chan receive (nil chan)', [own], 'forever'],
    ['select (no cases)', [own], 'forever'],
    ['select', [own], 'select'],
    ['sync.RWMutex.RLock', ['sync.(*RWMutex).RLock', own], 'lock'],
    ['IO wait', ['internal/poll.runtime_pollWait', own], 'io'],
    ['syscall', ['syscall.Syscall', own], 'system-call'],
    // Go before 1.20
    ['semacquire', ['sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait', own], 'wait-group'],
    ['semacquire', ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow', own], 'lock'],
    // a profile tells no state
    ['', ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow', own], 'lock'],
  ] as const)('%s %j is a wait for: %s', (state, funcs, what) => {
    expect(blockedOn([bucket(3, state, funcs)], blame)).toMatchObject([{ what, goroutines: 3, at: { func: own } }])
  })

  it.each(['running', 'runnable', 'sleep', 'GC worker (idle)', 'finalizer wait', ''])('%j is no wait for anybody', (state) => {
    expect(blockedOn([bucket(1, state, [own])], blame)).toEqual([])
  })

  it('leaves out the runtime and libraries that wait by themselves', () => {
    expect(blockedOn([bucket(1, 'select', ['runtime.gopark', 'net/http.(*Server).Serve'])], blame)).toEqual([])
  })

  it('adds up those that wait in one place, the largest groups first', () => {
    const found = blockedOn(
      [
        bucket(2, 'select, 3 min', [own], { least: 3, most: 3 }),
        bucket(9, 'chan receive', ['a.other']),
        bucket(30, 'select, 14–76 min', [own], { least: 14, most: 76 }),
      ],
      blame,
    )
    expect(found.map(({ goroutines, waited }) => [goroutines, waited])).toEqual([
      [32, { least: 3, most: 76 }],
      [9, { least: 0, most: 0 }],
    ])
  })

  it('puts those together that wait for one lock, wherever they do', () => {
    const waits = (count: number, func: string, locks: Bucket['locks']): Bucket => ({
      ...bucket(count, 'sync.Mutex.Lock', ['sync.(*Mutex).Lock', func]),
      locks,
    })
    const first = waits(40, own, [
      { address: '0xc001', goroutines: 30 },
      { address: '0xc002', goroutines: 4 },
    ])
    const found = blockedOn([first, waits(9, 'a.other', [{ address: '0xc001', goroutines: 9 }])], blame)
    expect(found.map(({ lock, goroutines, places, at }) => [lock, goroutines, places, at.func])).toEqual([
      ['0xc001', 39, 2, own],
      [null, 6, 1, own],
      ['0xc002', 4, 1, own],
    ])
  })
})
