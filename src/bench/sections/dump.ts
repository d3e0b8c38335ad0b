import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { dumpOf, GROUPS } from '../goroutines.ts'
import { type Goal, type Section, timesFaster } from '../section.ts'
import { quoted, shell } from './commands.ts'

const GOROUTINES = 100_000
const [OURS, THEIRS] = ['panics', 'panicparse']

/** Many goroutines in one dump. */
export const dump: Section = {
  id: 'dump',
  title: `A dump of ${GOROUTINES} goroutines that do ${GROUPS} different things, beside a program that groups stacks`,
  async prepare({ folder, size }) {
    const path = join(folder, 'dump.txt')
    const file = openSync(path, 'w')
    for (const piece of dumpOf(GOROUTINES, size.seed)) writeSync(file, piece)
    closeSync(file)
    const bytes = statSync(path).size
    const argv = [process.execPath, 'bin/run.js', 'panics', path, '--format', 'json']
    return {
      contenders: [
        { name: OURS, argv, bytes, needs: [], prints: 'ours', wrong: wrongGroups },
        { ...shell(THEIRS, ['panicparse'], `panicparse ${quoted(path)}`, bytes), mostRounds: 2 },
      ],
      goals: [
        { what: 'a goroutine dump, against panicparse', atLeast: 4, unit: '×', reached: timesFaster(OURS, THEIRS) },
        { what: 'its memory, against panicparse', atLeast: 3, unit: '×', reached: timesSmaller },
      ],
    }
  },
}

const timesSmaller: Goal['reached'] = (figure) => {
  const [own, theirs] = [figure(OURS)?.peak ?? null, figure(THEIRS)?.peak ?? null]
  return own === null || theirs === null ? null : theirs / own
}

function wrongGroups(printed: unknown): string | null {
  const { crashes } = printed as { crashes: readonly { goroutines: number; buckets: readonly unknown[] }[] }
  const found = crashes.map(({ goroutines, buckets }) => `${goroutines} goroutines in ${buckets.length} groups`).join(', ')
  return found === `${GOROUTINES} goroutines in ${GROUPS} groups` ? null : `says ${found}`
}
