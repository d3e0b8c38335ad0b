import type { Course, Era } from '../../knowledge/contract.ts'
import { compareEras } from '../../knowledge/eras.ts'
import { type Bounds, boundsText, type Machine, type ShownTransition } from './machine.ts'

/** All rows between two states, as a drawing has them: one arrow. */
export interface Edge {
  readonly from: string | null
  readonly to: string
  /** The lightest of its rows. */
  readonly course: Course
  /** What is unusual about it: its course, the eras that have it; empty where nothing is. */
  readonly label: string
  readonly rows: readonly ShownTransition[]
}

const LIGHTEST_FIRST: readonly Course[] = ['normal', 'quirk', 'recovery']

export function edgesOf({ transitions }: Machine): Edge[] {
  const byEnds = new Map<string, ShownTransition[]>()
  for (const row of transitions) {
    const key = JSON.stringify([row.from, row.to])
    byEnds.set(key, [...(byEnds.get(key) ?? []), row])
  }
  return [...byEnds.values()].map((rows) => {
    const courses = LIGHTEST_FIRST.filter((course) => rows.some((row) => row.course === course))
    const parts = courses.map((course) => [
      course === 'normal' ? '' : course,
      boundsText(span(rows.filter((row) => row.course === course))),
    ])
    const label = parts.map((part) => part.filter((word) => word !== '').join(' '))
    return { from: rows[0]!.from, to: rows[0]!.to, course: courses[0]!, label: label[0] === '' ? '' : label.join(', '), rows }
  })
}

/** The eras of all rows together. */
function span(rows: readonly ShownTransition[]): Bounds {
  const first = (eras: readonly (Era | undefined)[], order: 1 | -1): Era | undefined =>
    eras.includes(undefined) ? undefined : (eras as readonly Era[]).toSorted((a, b) => order * compareEras(a, b))[0]
  const since = first(
    rows.map((row) => row.since),
    1,
  )
  const until = first(
    rows.map((row) => row.until),
    -1,
  )
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) }
}
