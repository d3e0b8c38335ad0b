import { subjects } from '../../knowledge/index.ts'
import type { Line } from '../cluster/line.ts'
import { insert, replace, type Sighting } from '../logs.ts'
import { type Fault, pickLife, pickOr } from './fault.ts'
import { restate } from './restate.ts'

const machines = new Map(subjects.map((subject) => [subject.name, subject]))

function statesOf(machine: string): readonly string[] {
  const { initial, resting, final, other } = machines.get(machine)!.states
  return [...new Set([...initial, ...resting, ...final, ...other])]
}

function isFinal({ mark }: Sighting): boolean {
  return machines.get(mark.life.machine)!.states.final.includes(mark.state)
}

/** The same line at another time. */
function at(line: Line, ms: number): Line {
  return { ...line, ms }
}

/** Pairs of sightings that follow one another and differ. */
function turns(seen: readonly Sighting[]): readonly (readonly [Sighting, Sighting])[] {
  return seen.slice(1).flatMap((next, i) => {
    const before = seen[i] as Sighting
    return before.mark.state === next.mark.state ? [] : [[before, next] as const]
  })
}

const drop: Fault = {
  name: 'drop',
  about: 'a line that shows a state is missing',
  explained: 'by-order',
  plant(logs, random) {
    const found = pickLife(logs, random, (seen) => new Set(seen.map(({ line }) => line)).size > 1)
    if (found === null) return null
    const lines = [...new Set(found.seen.map(({ line }) => line))]
    const at = random.whole(0, lines.length - 1)
    const beside = [lines[at - 1], lines[at + 1]].flatMap((line) => line ?? [])
    return { logs: replace(logs, new Map([[lines[at]!, null]])), lines: beside, life: found.life }
  },
}

const duplicate: Fault = {
  name: 'duplicate',
  about: 'a line that shows a state stands there twice',
  explained: 'by-order',
  plant(logs, random) {
    const found = pickLife(logs, random, () => true)
    if (found === null) return null
    const copy = { ...random.pick(found.seen).line }
    return { logs: insert(logs, copy), lines: [copy], life: found.life }
  },
}

const swap: Fault = {
  name: 'swap',
  about: 'two lines of one node that show different states of an entity have changed places',
  explained: 'by-order',
  plant(logs, random) {
    const onOneNode = (seen: readonly Sighting[]) => turns(seen).filter(([a, b]) => a.line.node === b.line.node && a.line !== b.line)
    const found = pickLife(logs, random, (seen) => onOneNode(seen).length > 0)
    if (found === null) return null
    const [a, b] = random.pick(onOneNode(found.seen)).map(({ line }) => line) as [Line, Line]
    const [first, second] = [at(b, a.ms), at(a, b.ms)]
    const changes = new Map([
      [a, first],
      [b, second],
    ])
    return { logs: replace(logs, changes), lines: [first, second], life: found.life }
  },
}

const illegalState: Fault = {
  name: 'illegal-state',
  about: 'a line says another state than the entity was in',
  explained: 'by-order',
  plant(logs, random) {
    const says = ({ line, mark }: Sighting) => restate(line, mark, mark.state) !== null
    const found = pickLife(logs, random, (seen) => seen.some(says))
    if (found === null) return null
    const { line, mark } = random.pick(found.seen.filter(says))
    const other = random.pick(statesOf(found.life.machine).filter((state) => state !== mark.state))
    const wrong = restate(line, mark, other) as Line
    return { logs: replace(logs, new Map([[line, wrong]])), lines: [wrong], life: found.life }
  },
}

/** Further away than the clocks of two nodes may be, in milliseconds. */
const AFTERWARDS = 6_000

const resurrect: Fault = {
  name: 'resurrect',
  about: 'an entity that has ended is seen at work again',
  explained: 'by-order',
  plant(logs, random) {
    const found = pickLife(logs, random, (seen) => isFinal(seen.at(-1) as Sighting) && seen.some((it) => !isFinal(it)))
    if (found === null) return null
    const { line } = random.pick(found.seen.filter((it) => !isFinal(it)))
    const again = at(line, (found.seen.at(-1) as Sighting).line.ms + AFTERWARDS + random.whole(0, 30_000))
    return { logs: insert(logs, again), lines: [again], life: found.life }
  },
}

const stepBack: Fault = {
  name: 'step-back',
  about: 'an entity is seen in a state that it had left',
  explained: 'by-order',
  plant(logs, random) {
    const found = pickLife(logs, random, (seen) => turns(seen).length > 0)
    if (found === null) return null
    const [before, now] = random.pick(turns(found.seen))
    const earlier = found.seen.slice(0, found.seen.indexOf(now)).filter(({ mark }) => mark.state !== now.mark.state)
    const { line } = pickOr(random, earlier) ?? before
    const again = at(line, now.line.ms + 1)
    return { logs: insert(logs, again), lines: [again], life: found.life }
  },
}

const skip: Fault = {
  name: 'skip',
  about: 'nothing shows a state that an entity has gone through',
  explained: 'by-order',
  plant(logs, random) {
    const between = (seen: readonly Sighting[]) =>
      [...new Set(seen.map(({ mark }) => mark.state))].filter((state) => state !== seen[0]!.mark.state && state !== seen.at(-1)!.mark.state)
    const found = pickLife(logs, random, (seen) => between(seen).length > 0)
    if (found === null) return null
    const state = random.pick(between(found.seen))
    const gone = found.seen.filter(({ mark }) => mark.state === state)
    const lost = new Map(gone.map(({ line }) => [line, null]))
    const left = found.seen.filter(({ line }) => !lost.has(line))
    const next = left.find(({ line }) => line.ms >= gone.at(-1)!.line.ms) ?? left.at(-1)
    return { logs: replace(logs, lost), lines: next === undefined ? [] : [next.line], life: found.life }
  },
}

/** Faults in the order of one entity's lines. */
export const orderFaults: readonly Fault[] = [drop, duplicate, swap, illegalState, resurrect, stepBack, skip]
