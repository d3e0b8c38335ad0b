import { statSync } from 'node:fs'
import { peakOf, type Section, timesFaster } from '../section.ts'
import { ours, quoted, ripgrep, shell } from './commands.ts'

export const gzip: Section = {
  id: 'gz',
  title: 'One gzip',
  async prepare(inputs) {
    const path = await inputs.gzip()
    const bytes = statSync(inputs.plain()).size
    return {
      contenders: [
        shell('zcat', ['zcat'], `zcat ${quoted(path)}`, bytes),
        ours('analyze', [path], bytes),
        shell('zcat | rg -F', ['zcat', 'rg'], `zcat ${quoted(path)} | ${ripgrep(inputs.literals)}`, bytes),
      ],
      goals: [
        { what: 'one .gz, against zcat | rg', atLeast: 1.6, unit: '×', reached: timesFaster('analyze', 'zcat | rg -F') },
        { what: 'peak memory, .gz', atMost: 250, unit: 'MB', reached: peakOf('analyze') },
      ],
    }
  },
}

export const tar: Section = {
  id: 'tar',
  title: 'One .tar.gz of six nodes',
  async prepare(inputs) {
    const path = await inputs.archive()
    const bytes = inputs.size.bytes
    return {
      contenders: [
        ours('analyze', [path], bytes),
        shell('tar xzO | rg -F', ['tar', 'rg'], `tar xzOf ${quoted(path)} | ${ripgrep(inputs.literals)}`, bytes),
      ],
      goals: [
        { what: '.tar.gz of six, against tar xzO | rg', atLeast: 1.6, unit: '×', reached: timesFaster('analyze', 'tar xzO | rg -F') },
      ],
    }
  },
}

export const pair: Section = {
  id: 'two-gz',
  title: 'Two gzips, each as large as the plain log',
  async prepare(inputs) {
    const paths = await inputs.pair()
    const bytes = 2 * inputs.size.bytes
    const line = paths.map((path) => `zcat ${quoted(path)} | ${ripgrep(inputs.literals)}`).join('; ')
    return {
      contenders: [ours('analyze', paths, bytes), shell('zcat | rg -F, one after the other', ['zcat', 'rg'], line, bytes)],
      goals: [
        {
          what: 'two .gz, against zcat | rg one after the other',
          atLeast: 2.5,
          unit: '×',
          reached: timesFaster('analyze', 'zcat | rg -F, one after the other'),
        },
      ],
    }
  },
}
