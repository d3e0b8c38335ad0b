import type { Figure } from './figures.ts'
import type { Inputs } from './inputs.ts'
import type { Command, Sample } from './measure.ts'

export interface Contender extends Command {
  readonly name: string
  /** Programs that it runs; where one is missing, it is left out. */
  readonly needs: readonly string[]
  /** `ours`: a report as JSON, which must be right. */
  readonly prints: 'ours' | 'nothing'
  /** What is wrong with it, null when nothing is; unless given, it must be clean. */
  readonly wrong?: (printed: unknown) => string | null
  /** Text read, unpacked and without envelope, in bytes; 0 where none is. */
  readonly bytes: number
  /** Rounds that must do, however many the others run. */
  readonly mostRounds?: number
  /** Starts it and waits for its end, where more is to be done than that; `output` is the file that it prints to. */
  readonly run?: (output: string) => Promise<Run>
  /** The code that it must end with; 0 unless given. */
  readonly ends?: number
  /** Done before each of its runs, outside of the time. */
  readonly before?: () => void
}

/** What a run took, and what else there is to say of it. */
export interface Run extends Sample {
  readonly notes?: readonly string[]
}

/** A figure that a run should reach. */
export interface Goal {
  readonly what: string
  readonly atLeast?: number
  readonly atMost?: number
  readonly unit: '×' | 'MB' | 'ms'
  /** @returns null when one of its contenders did not run */
  readonly reached: (figure: (name: string) => Figure | undefined) => number | null
}

export interface Race {
  readonly contenders: readonly Contender[]
  readonly goals: readonly Goal[]
  /** Rounds for each round asked for; small things are run more often. */
  readonly repeat?: number
  /** What the reader should know about these figures. */
  readonly notes?: readonly string[]
}

export interface Section {
  readonly id: string
  readonly title: string
  /** Makes its inputs; null where it cannot be run, with the reason. */
  readonly prepare: (inputs: Inputs) => Promise<Race | string>
}

/** How many times as long as `ours` one of the others took, or all of them after each other. */
export function timesFaster(ours: string, ...others: readonly string[]): Goal['reached'] {
  return (figure) => {
    const [own, theirs] = [figure(ours), others.map(figure)]
    if (own === undefined || theirs.includes(undefined)) return null
    return theirs.reduce((sum, other) => sum + (other as Figure).seconds, 0) / own.seconds
  }
}

/** Against whichever of the others was the fastest. */
export function timesFasterThanBest(ours: string, ...others: readonly string[]): Goal['reached'] {
  return (figure) => {
    const own = figure(ours)
    const times = others.flatMap((name) => figure(name)?.seconds ?? [])
    return own === undefined || times.length === 0 ? null : Math.min(...times) / own.seconds
  }
}

export function peakOf(name: string): Goal['reached'] {
  return (figure) => {
    const peak = figure(name)?.peak ?? null
    return peak === null ? null : peak / 1e6
  }
}
