import { statSync } from 'node:fs'
import { type Goal, peakOf, type Section } from '../section.ts'
import { ours } from './commands.ts'

/** How much a much larger log may need beyond the usual one. */
const GROWTH = 1.3

export const memory: Section = {
  id: 'memory',
  title: 'Memory',
  async prepare(inputs) {
    const { bytes, big } = inputs.size
    if (big === null) return 'needs --big, the size in MiB of a log that is much larger, such as 8192'
    const races = []
    for (const [size, suffix] of [
      [bytes, ''],
      [big, ', the big log'],
    ] as const) {
      const [plain, packed] = [inputs.plain(size), await inputs.gzip(size)]
      races.push(ours(`plain${suffix}`, [plain], statSync(plain).size), ours(`gz${suffix}`, [packed], statSync(plain).size))
    }
    return {
      contenders: races,
      goals: ['plain', 'gz'].map((name) => ({
        what: `peak memory of ${name}, the big log against the usual one`,
        ...{ atMost: GROWTH, unit: '×', reached: growth(name) },
      })),
    }
  },
}

function growth(name: string): Goal['reached'] {
  return (figure) => {
    const [usual, large] = [peakOf(name)(figure), peakOf(`${name}, the big log`)(figure)]
    return usual === null || large === null ? null : large / usual
  }
}
