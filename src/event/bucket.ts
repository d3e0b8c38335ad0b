import type { GoFrame, GoGoroutine, GoStack } from '../../grammars/go-report/tree.ts'
import { packageOf } from './blame.ts'
import type { Bucket, Frame } from './event.ts'

/** A frame as reports show it. */
export function toFrame(frame: GoFrame): Frame {
  return { func: frame.func, package: packageOf(frame.func), file: frame.file, line: frame.line, args: frame.args }
}

interface Group {
  readonly stack: GoStack
  readonly state: string
  readonly first: GoGoroutine
  readonly ids: string[]
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
  const keys = new Map<GoStack, string>()
  const groups = new Map<string, Group>()
  for (const goroutine of goroutines) {
    const { state, minutes } = splitState(goroutine.state)
    const key = `${state}\n${stackKey(goroutine.stack, keys)}`
    let group = groups.get(key)
    if (!group) {
      group = { stack: goroutine.stack, state, first: goroutine, ids: [], count: 0, least: minutes, most: minutes }
      groups.set(key, group)
    }
    group.count++
    group.least = Math.min(group.least, minutes)
    group.most = Math.max(group.most, minutes)
    if (goroutine.id !== null) group.ids.push(goroutine.id)
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
    ids,
  }
}

function stateText({ state, least, most }: Group): string {
  if (most === 0) return state
  return `${state}, ${least === most ? most : `${least}–${most}`} min`
}

/** `semacquire, 14 minutes, locked to thread` as the state without its time, and the time. */
function splitState(printed: string): { state: string; minutes: number } {
  const minutes = /, (\d+) minutes/.exec(printed)
  return minutes ? { state: printed.replace(minutes[0], ''), minutes: Number(minutes[1]) } : { state: printed, minutes: 0 }
}

/** One string for all stacks that print alike; worked out once for each stack object. */
function stackKey(stack: GoStack, known: Map<GoStack, string>): string {
  let key = known.get(stack)
  if (key === undefined) {
    const frames = stack.frames.map((frame) => `${frame.func} ${frame.file}:${frame.line}`)
    const by = stack.createdBy
    key = [...frames, by ? `by ${by.func} ${by.file}:${by.line}` : ''].join('\n')
    known.set(stack, key)
  }
  return key
}
