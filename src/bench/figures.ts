import type { Sample } from './measure.ts'

/** What several runs of one program took. */
export interface Figure {
  readonly name: string
  readonly runs: number
  /** Median wall time. */
  readonly seconds: number
  readonly fastest: number
  readonly slowest: number
  readonly cpu: number | null
  /** The highest of all runs, in bytes. */
  readonly peak: number | null
  /** Text that was read, unpacked and without envelope, in bytes; 0 where none was. */
  readonly bytes: number
}

export function figureOf(name: string, bytes: number, samples: readonly Sample[]): Figure {
  const times = samples.map(({ seconds }) => seconds)
  const cpu = samples.flatMap((sample) => sample.cpu ?? [])
  const peaks = samples.flatMap((sample) => sample.peak ?? [])
  return {
    ...{ name, bytes, runs: samples.length },
    ...{ seconds: median(times), fastest: Math.min(...times), slowest: Math.max(...times) },
    cpu: cpu.length === 0 ? null : median(cpu),
    peak: peaks.length === 0 ? null : Math.max(...peaks),
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
