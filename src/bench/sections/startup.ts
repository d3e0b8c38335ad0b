import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generate } from '../generate.ts'
import type { Goal, Section } from '../section.ts'
import { ours } from './commands.ts'

const REPORT = 'fixtures/reports/49770.md'
const REPORT_BYTES = 20_480

export const startup: Section = {
  id: 'startup',
  title: 'Start-up',
  async prepare({ folder, size }) {
    const path = join(folder, 'report.md')
    const log = generate({ nodes: 1, bytes: REPORT_BYTES, seed: size.seed }).next().value?.data.toString() ?? ''
    const whole = `${readFileSync(REPORT, 'utf8')}\n\`\`\`\n${log}`
    writeFileSync(path, `${whole.slice(0, whole.lastIndexOf('\n', REPORT_BYTES))}\n\`\`\`\n`)
    const node = [process.execPath, '-e', '0']
    return {
      repeat: 5,
      contenders: [
        { name: 'node -e 0', argv: node, bytes: 0, needs: [], prints: 'nothing' },
        { name: '--version', argv: [process.execPath, 'bin/run.js', '--version'], bytes: 0, needs: [], prints: 'nothing' },
        { ...ours('analyze, a report of 20 KB', [path], REPORT_BYTES), prints: 'nothing' },
      ],
      goals: [
        { what: '--version, over node -e 0', atMost: 90, unit: 'ms', reached: longer('--version', 'node -e 0') },
        { what: 'a report of 20 KB, over node -e 0', atMost: 250, unit: 'ms', reached: longer('analyze, a report of 20 KB', 'node -e 0') },
      ],
    }
  },
}

/** By how many milliseconds one takes longer than the other. */
function longer(name: string, than: string): Goal['reached'] {
  return (figure) => {
    const [one, other] = [figure(name), figure(than)]
    return one === undefined || other === undefined ? null : (one.seconds - other.seconds) * 1_000
  }
}
