import { statSync } from 'node:fs'
import { peakOf, type Section, timesFasterThanBest } from '../section.ts'
import { ours, quoted, ripgrep, ripgrepRegex, shell } from './commands.ts'

export const plain: Section = {
  id: 'plain',
  title: 'One plain log',
  async prepare(inputs) {
    const path = inputs.plain()
    const bytes = statSync(path).size
    return {
      contenders: [
        shell('cat', ['cat'], `cat ${quoted(path)}`, bytes),
        ours('analyze', [path], bytes),
        shell('rg -F', ['rg'], ripgrep(inputs.literals, path), bytes),
        shell('rg, as regular expressions', ['rg'], ripgrepRegex(inputs.literals, path), bytes),
      ],
      goals: [
        {
          what: 'plain, against the faster ripgrep',
          atLeast: 2,
          unit: '×',
          reached: timesFasterThanBest('analyze', 'rg -F', 'rg, as regular expressions'),
        },
        { what: 'peak memory, plain', atMost: 200, unit: 'MB', reached: peakOf('analyze') },
      ],
    }
  },
}
