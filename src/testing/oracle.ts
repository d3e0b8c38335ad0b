import type { Subject, Transition } from '../knowledge/contract.ts'

/** One state observation of a trace; several states when the line leaves open which. */
export interface Observed {
  readonly states: readonly string[]
  readonly kind: string
  readonly reported: boolean
}

/** How many rows of each sort an explanation assumes, the worst first. Compared like words in a dictionary. */
export type Bill = readonly [unwitnessed: number, quirks: number, logged: number, unlogged: number]

/**
 * The cheapest explanation of a trace, found by trying all of them: every choice among the states that a line leaves open, and every
 * simple path of rows between two of them. Knows nothing of the engine's code.
 */
export function cheapestBill(subject: Subject, trace: readonly Observed[], witnessed: boolean): Bill | null {
  const [first, ...rest] = trace
  if (first === undefined) return [0, 0, 0, 0]
  const rows = merged(subject.transitions)
  const bills = first.states.flatMap((state) => explain(rows, state, first, rest, witnessed))
  return bills.length === 0 ? null : bills.reduce((a, b) => (compareBills(b, a) < 0 ? b : a))
}

export function compareBills(a: Bill, b: Bill): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number)
  return 0
}

function explain(rows: readonly Row[], from: string, before: Observed, trace: readonly Observed[], witnessed: boolean): Bill[] {
  const [next, ...rest] = trace
  if (next === undefined) return [[0, 0, 0, 0]]
  return next.states.flatMap((to) => {
    const ways = simplePaths(rows, from, to).map((path) => billOf(path, before, next, witnessed))
    if (ways.length === 0) return []
    const cheapest = ways.reduce((a, b) => (compareBills(b, a) < 0 ? b : a))
    return explain(rows, to, next, rest, witnessed).map((bill) => bill.map((n, i) => n + (cheapest[i] as number)) as unknown as Bill)
  })
}

function simplePaths(rows: readonly Row[], from: string, to: string, seen: readonly string[] = []): Row[][] {
  if (from === to) return [[]]
  const steps = rows.filter((row) => row.from === from && !seen.includes(row.to))
  return steps.flatMap((row) => simplePaths(rows, row.to, to, [...seen, from]).map((path) => [row, ...path]))
}

function billOf(path: readonly Row[], before: Observed, arrival: Observed, witnessed: boolean): Bill {
  const bill = [0, 0, 0, 0] as [number, number, number, number]
  path.forEach((row, i) => {
    const last = i === path.length - 1
    if (last) {
      const told = witnessed || arrival.reported || row.by.includes(arrival.kind) || isAnnounced(row, before)
      if (row.course === 'recovery' && !told) bill[0]++
    } else if (isAnnounced(row, before)) bill[3]++
    else if (row.course === 'recovery') bill[witnessed ? 2 : 0]++
    else if (row.course === 'quirk') bill[1]++
    else bill[row.logged ? 2 : 3]++
  })
  return bill
}

/** A line that shows the state which a row leaves from is printed as the row is taken: what comes next needs no other proof of it. */
export function isAnnounced(row: Pick<Transition, 'by'>, { kind, reported }: Observed): boolean {
  return !reported && row.by.includes(kind)
}

/** A row, or several between the same states; `logged` when each of them prints a line. */
interface Row extends Transition {
  readonly logged: boolean
}

const LIGHTEST = ['normal', 'quirk', 'recovery'] as const

/** Rows between the same two states say one thing together. */
function merged(rows: readonly Transition[]): Row[] {
  const pairs = [...new Set(rows.map((row) => `${row.from}>${row.to}`))]
  const groups = pairs.map((pair) => rows.filter((row) => `${row.from}>${row.to}` === pair))
  return groups.map((group) => ({
    ...(group[0] as Transition),
    course: LIGHTEST.find((course) => group.some((row) => row.course === course)) ?? 'normal',
    by: group.flatMap((row) => row.by),
    logged: group.every((row) => row.by.length > 0),
  }))
}
