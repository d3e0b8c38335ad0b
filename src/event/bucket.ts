import type { GoFrame, GoGoroutine, GoStack } from '../../grammars/go-report/tree.ts'
import { packageOf } from './blame.ts'
import type { Bucket, Frame } from './event.ts'

/** A frame as reports show it. */
export function toFrame(frame: GoFrame): Frame {
  return { func: frame.func, package: packageOf(frame.func), file: frame.file, line: frame.line, args: frame.args }
}

/** Locks for which more goroutines of a group wait than for others. */
const MOST_LOCKS = 100

interface Group {
  readonly stack: GoStack
  readonly state: string
  readonly first: GoGoroutine
  readonly ids: string[]
  readonly locks: Map<string, number>
  count: number
  least: number
  most: number
}

/**
 * Groups goroutines whose stacks (functions, files, lines and creator, not arguments) and states (not wait times) are equal.
 * @param crashing comes first with its group; the other groups by size, then in the order of printing
 * @returns each group with its range of wait times (`select, 14–76 min`) and the frames, with arguments, of its first goroutine
 */
export function buckets(goroutines: readonly GoGoroutine[], crashing: GoGoroutine | null): readonly Bucket[] {
  const stacks = new StackNumbers()
  const groups = new Map<string, Group>()
  const states = new Map<string, State>()
  for (const goroutine of goroutines) {
    let told = states.get(goroutine.state)
    if (told === undefined) states.set(goroutine.state, (told = splitState(goroutine.state)))
    const { state, minutes } = told
    const key = `${stacks.of(goroutine.stack)} ${state}`
    let group = groups.get(key)
    if (!group) {
      group = { stack: goroutine.stack, state, first: goroutine, ids: [], locks: new Map(), count: 0, least: minutes, most: minutes }
      groups.set(key, group)
    }
    group.count += goroutine.count
    group.least = Math.min(group.least, minutes)
    group.most = Math.max(group.most, minutes)
    if (goroutine.id !== null) group.ids.push(goroutine.id)
    if (goroutine.lock !== null) group.locks.set(goroutine.lock, (group.locks.get(goroutine.lock) ?? 0) + 1)
  }
  const rank = (group: Group): number => (crashing && group.first === crashing ? Number.POSITIVE_INFINITY : group.count)
  return [...groups.values()].sort((a, b) => (rank(a) === rank(b) ? a.first.at - b.first.at : rank(b) - rank(a))).map(toBucket)
}

function toBucket(group: Group): Bucket {
  const { count, least, most, stack, ids } = group
  const by = stack.createdBy
  return {
    count,
    state: stateText(group),
    waited: { least, most },
    frames: stack.frames.map(toFrame),
    createdBy: by && { func: by.func, file: by.file, line: by.line },
    locks: [...group.locks]
      .map(([address, goroutines]) => ({ address, goroutines }))
      .sort((a, b) => b.goroutines - a.goroutines)
      .slice(0, MOST_LOCKS),
    ids,
  }
}

function stateText({ state, least, most }: Group): string {
  if (most === 0) return state
  return `${state}, ${least === most ? most : `${least}–${most}`} min`
}

interface State {
  readonly state: string
  readonly minutes: number
}

/** `semacquire, 14 minutes, locked to thread` as the state without its time, and the time. */
function splitState(printed: string): State {
  const minutes = /, (\d+) minutes/.exec(printed)
  return minutes ? { state: printed.replace(minutes[0], ''), minutes: Number(minutes[1]) } : { state: printed, minutes: 0 }
}

/** One number for all stacks that print alike. */
class StackNumbers {
  private readonly known = new Map<GoStack, number>()
  private readonly printed = new Map<string, number>()

  of(stack: GoStack): number {
    const known = this.known.get(stack)
    if (known !== undefined) return known
    const frames = stack.frames.map((frame) => `${frame.func} ${frame.file}:${frame.line}`)
    const by = stack.createdBy
    const text = [...frames, by ? `by ${by.func} ${by.file}:${by.line}` : ''].join('\n')
    const number = this.printed.get(text) ?? this.printed.size
    this.printed.set(text, number)
    this.known.set(stack, number)
    return number
  }
}
