import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Section } from '../section.ts'
import { timesFaster } from '../section.ts'
import { isInstalled } from '../tools.ts'
import { ours, quoted, shell } from './commands.ts'

const SAMPLE = 'fixtures/go-report/go1.26/quit.txt'
const BYTES = 8 * 1_048_576

/** Many goroutines in one dump. */
export const dump: Section = {
  id: 'dump',
  title: 'A goroutine dump of 8 MiB, beside a program that groups stacks',
  async prepare({ folder }) {
    if (!isInstalled('panicparse')) return 'panicparse is not installed'
    const path = join(folder, 'dump.txt')
    writeFileSync(path, dumpOf(readFileSync(SAMPLE, 'utf8')))
    return {
      contenders: [
        { ...ours('analyze', [path], BYTES), prints: 'nothing' },
        shell('panicparse', ['panicparse'], `panicparse ${quoted(path)}`, BYTES),
      ],
      goals: [{ what: 'a goroutine dump, against panicparse', atLeast: 1, unit: '×', reached: timesFaster('analyze', 'panicparse') }],
    }
  },
}

/** The goroutines of a short dump over and over, each time under other numbers. */
function dumpOf(sample: string): string {
  const first = sample.indexOf('\ngoroutine ') + 1
  const goroutines = sample
    .slice(first)
    .split('\n\n')
    .filter((text) => text.startsWith('goroutine '))
  const parts = [sample.slice(0, first)]
  for (let [id, length] = [1, 0]; length < BYTES; id++) {
    const next = goroutines[id % goroutines.length] as string
    parts.push(`${next.replace(/^goroutine \d+/, `goroutine ${id}`)}\n\n`)
    length += next.length
  }
  return parts.join('')
}
