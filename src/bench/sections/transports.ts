import { statSync } from 'node:fs'
import { type Section, timesFaster } from '../section.ts'
import { ours, quoted, ripgrep, shell } from './commands.ts'

const SLOW_PATH = 'The sizes are those of the text within; the files are larger.'

export const loki: Section = {
  id: 'loki',
  title: 'Loki JSON lines, oldest and newest first',
  async prepare(inputs) {
    const [path, newest] = [await inputs.loki(), await inputs.lokiNewestFirst()]
    const bytes = statSync(inputs.plain()).size
    return {
      contenders: [
        ours('analyze', [path], bytes),
        shell('rg -F', ['rg'], ripgrep(inputs.literals, path), bytes),
        { ...shell('jq -r .line', ['jq'], `jq -r .line ${quoted(path)}`, bytes), mostRounds: 2 },
        ours('analyze, newest first', [newest], bytes),
      ],
      goals: [
        { what: 'Loki JSON lines, against ripgrep', atLeast: 1.5, unit: '×', reached: timesFaster('analyze', 'rg -F') },
        { what: 'Loki JSON lines, against jq', atLeast: 10, unit: '×', reached: timesFaster('analyze', 'jq -r .line') },
        {
          what: 'newest first, against its forward speed',
          atLeast: 0.7,
          unit: '×',
          reached: timesFaster('analyze, newest first', 'analyze'),
        },
      ],
      notes: [SLOW_PATH],
    }
  },
}

export const cri: Section = {
  id: 'cri',
  title: 'As a container runtime stores it',
  async prepare(inputs) {
    const [path, bare] = [await inputs.cri(), inputs.plain()]
    const bytes = statSync(bare).size
    return {
      contenders: [
        ours('analyze', [path], bytes),
        shell('rg -F', ['rg'], ripgrep(inputs.literals, path), bytes),
        ours('analyze, without the envelope', [bare], bytes),
      ],
      goals: [
        {
          what: 'an envelope, against the bare log',
          atLeast: 1 / 3,
          unit: '×',
          reached: timesFaster('analyze', 'analyze, without the envelope'),
        },
      ],
      notes: [SLOW_PATH],
    }
  },
}
