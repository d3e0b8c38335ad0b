import { describe, expect, it } from 'vitest'
import type { GoGoroutine, GoStack } from '../../grammars/go-report/tree.ts'
import { buckets } from './bucket.ts'

function stack(func: string, args = ''): GoStack {
  return {
    frames: [{ func, args, file: '/a.go', line: 1, at: 0 }],
    createdBy: { func: 'main.main', file: '/m.go', line: 2, goroutine: '1' },
    elidedAt: null,
  }
}

let next = 0
function goroutine(state: string, of: GoStack): GoGoroutine {
  next++
  return { id: String(next), state, stack: of, lock: null, count: 1, at: next }
}

describe('groups of goroutines', () => {
  it('take stacks as equal by function, file, line and creator, and show the range of waits', () => {
    const all = [
      goroutine('select, 14 minutes', stack('a.f', '0x1')),
      goroutine('select', stack('a.f', '0x2')),
      goroutine('select, 76 minutes', stack('a.f')),
    ]
    expect(buckets(all, null)).toMatchObject([{ count: 3, state: 'select, 0–76 min', ids: all.map((it) => it.id) }])
  })
  it('keep states and locks to a thread apart', () => {
    const f = stack('a.f')
    const found = buckets([goroutine('select', f), goroutine('select, 3 minutes, locked to thread', f), goroutine('chan receive', f)], null)
    expect(found.map((group) => group.state)).toEqual(['select', 'select, locked to thread, 3 min', 'chan receive'])
  })
  it('begin with the crashing one, then by size', () => {
    const [small, large] = [stack('a.small'), stack('a.large')]
    const crashing = goroutine('running', stack('a.crash'))
    const all = [goroutine('select', small), goroutine('select', large), goroutine('select', large), crashing]
    expect(buckets(all, crashing).map((group) => group.frames[0]?.func)).toEqual(['a.crash', 'a.large', 'a.small'])
  })
  it('hold every goroutine once', () => {
    const all = Array.from({ length: 5000 }, (_, i) => goroutine('select', stack(`a.f${i % 13}`)))
    const found = buckets(all, null)
    expect(found).toHaveLength(13)
    expect(new Set(found.flatMap((group) => group.ids)).size).toBe(5000)
  })
})
