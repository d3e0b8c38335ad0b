import { faults } from '../simulate/faults.ts'
import type { Examined } from './examine.ts'
import type { Mutant } from './mutant.ts'
import { SHARES, type Swept, WAYS } from './sweep.ts'
import { type Share, shareOf } from './wilson.ts'

/** Of how many events the line that is named may be away from the one at fault. */
const NEAR = 3

/** Something that is asked of the replay. */
export interface Goal {
  readonly what: string
  readonly share: Share
  readonly asked: string
  readonly met: boolean
}

export function goalsOf(all: readonly Examined[]): readonly Goal[] {
  const mutants = all.flatMap((one) => one.mutants)
  const wrong = mutants.filter(({ explained }) => !explained)
  const swept = all.flatMap((one) => one.swept)
  const thin = swept.filter(({ way, share }) => way === 'random' && share === 0.1)
  return [
    goal('caught, no line lost', recall(wrong), 0.98),
    goal('caught, 10 % of the lines lost, of those that what is left does not explain', lossyRecallOfWhatIsLeft(wrong), 0.85),
    goal('caught, 10 % of the lines lost, of those that the whole log does not explain', lossyRecall(wrong), 0.85),
    goal(`the line at fault is named within ${NEAR} events`, near(wrong), 0.95),
    limit('histories of healthy runs that are called violating, at any loss', shareOf(sum(swept, 'violating'), sum(swept, 'judged')), 0),
    limit(
      'histories of healthy runs not judgeable any more, 10 % of the lines lost',
      shareOf(sum(thin, 'notJudgeable'), sum(thin, 'judged')),
      0.1,
    ),
  ]
}

/** How each fault fared. */
export function faultRows(all: readonly Examined[]): readonly (readonly [name: string, about: string, own: readonly Mutant[]])[] {
  const mutants = all.flatMap((one) => one.mutants)
  return faults.map(({ name, about }) => [name, about, mutants.filter(({ fault }) => fault === name)])
}

export function recall(wrong: readonly Mutant[]): Share {
  return shareOf(wrong.filter(({ whole }) => whole.caught).length, wrong.length)
}

export function lossyRecall(wrong: readonly Mutant[]): Share {
  return shareOf(wrong.filter(({ lossy }) => lossy?.caught).length, wrong.length)
}

/** Of those whose evidence was not lost with the lines. */
export function lossyRecallOfWhatIsLeft(wrong: readonly Mutant[]): Share {
  const left = wrong.filter(({ lossy }) => lossy !== null && !lossy.explained)
  return shareOf(left.filter(({ lossy }) => lossy?.caught).length, left.length)
}

export function near(wrong: readonly Mutant[]): Share {
  const caught = wrong.filter(({ whole }) => whole.caught)
  return shareOf(caught.filter(({ whole }) => whole.distance !== null && whole.distance <= NEAR).length, caught.length)
}

/** What healthy runs came to, by the way in which their lines were lost and how many. */
export function sweepRows(all: readonly Examined[]): readonly (readonly [way: string, share: number, own: readonly Swept[]])[] {
  const swept = all.flatMap((one) => one.swept)
  return WAYS.flatMap((way) => SHARES.map((share) => [way, share, swept.filter((it) => it.way === way && it.share === share)] as const))
}

export function sum(swept: readonly Swept[], what: 'violating' | 'judged' | 'notJudgeable' | 'conformingIf'): number {
  return swept.reduce((total, it) => total + it[what], 0)
}

function goal(what: string, share: Share, atLeast: number): Goal {
  return { what, share, asked: `≥ ${Math.round(atLeast * 100)} %`, met: share.share >= atLeast }
}

function limit(what: string, share: Share, atMost: number): Goal {
  return { what, share, asked: atMost === 0 ? 'none' : `≤ ${Math.round(atMost * 100)} %`, met: share.of === 0 || share.share <= atMost }
}
