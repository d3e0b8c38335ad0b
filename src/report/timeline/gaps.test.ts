import { expect, test } from 'vitest'
import { Gaps } from './gaps.ts'

const at = (seconds: number, zone: number | null = 0) => ({ ms: seconds * 1000, zone })
const gap = (from: number, to: number) => ({ from: at(from), to: at(to) })
const told = (gaps: Gaps, seconds: number): string[] =>
  gaps.before(at(seconds)).map(({ source, from, to }) => `${source} ${from.ms / 1000}-${to.ms / 1000}`)

test('silence is told where it begins, once, in the order of time', () => {
  const gaps = new Gaps()
  gaps.add({ source: 'a', node: null, gaps: [gap(20, 40), gap(60, 90)] })
  gaps.add({ source: 'b', node: 'n', gaps: [gap(10, 30)] })
  expect(told(gaps, 5)).toEqual([])
  expect(told(gaps, 25)).toEqual(['b 10-30', 'a 20-40'])
  expect(told(gaps, 60)).toEqual([])
  expect(told(gaps, 61)).toEqual(['a 60-90'])
})

test('of a source that is read further only what is new is told', () => {
  const gaps = new Gaps()
  gaps.add({ source: 'a', node: null, gaps: [gap(20, 40)] })
  expect(told(gaps, 19)).toEqual([])
  expect(told(gaps, 50)).toEqual(['a 20-40'])
  gaps.add({ source: 'a', node: null, gaps: [gap(20, 40), gap(60, 90)] })
  expect(told(gaps, 95)).toEqual(['a 60-90'])
})

test('what was over before the first row is not told, what still lasts is', () => {
  const gaps = new Gaps()
  gaps.add({ source: 'a', node: null, gaps: [gap(1, 2), gap(3, 9)] })
  expect(told(gaps, 5)).toEqual(['a 3-9'])
})

test('between a time with a zone and one without lies nothing that could be measured', () => {
  const gaps = new Gaps()
  gaps.add({ source: 'a', node: null, gaps: [{ from: at(1), to: at(9, null) }] })
  expect(told(gaps, 5)).toEqual([])
})
