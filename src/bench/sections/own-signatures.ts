import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure } from '../figures.ts'
import type { Goal, Section } from '../section.ts'
import { writeUserSignatures } from '../user-signatures.ts'
import { ours } from './commands.ts'

const COUNT = 1_000
const [BUILT_IN, BOTH, FIRST] = ['the built-in signatures', `and ${COUNT} of somebody's own`, 'the same, read for the first time']

/** What a large collection of somebody's own costs: the first run reads and checks the files, later ones take what it made of them. */
export const ownSignatures: Section = {
  id: 'signatures',
  title: 'Signatures of somebody’s own',
  async prepare(inputs) {
    const path = inputs.plain()
    const bytes = statSync(path).size
    const folder = writeUserSignatures(join(inputs.folder, 'own-signatures'), COUNT, inputs.size.seed)
    const env = { XDG_CACHE_HOME: join(inputs.folder, 'signature-cache') }
    const own = ['--signatures', folder]
    return {
      contenders: [
        { ...ours(BUILT_IN, [path], bytes), env },
        { ...ours(BOTH, [path], bytes, own), env },
        { ...ours(FIRST, [path], bytes, own), env: { XDG_CACHE_HOME: '/dev/null' } },
      ],
      goals: [
        { what: `time with ${COUNT} signatures more`, atMost: 1.2, unit: '×', reached: ratio(BOTH, ({ seconds }) => seconds) },
        { what: 'their processor time', atMost: 1.2, unit: '×', reached: ratio(BOTH, ({ cpu }) => cpu) },
        { what: 'time when they are read for the first time', atMost: 1.2, unit: '×', reached: ratio(FIRST, ({ seconds }) => seconds) },
        { what: 'their processor time then', atMost: 1.2, unit: '×', reached: ratio(FIRST, ({ cpu }) => cpu) },
      ],
    }
  },
}

function ratio(name: string, of: (figure: Figure) => number | null): Goal['reached'] {
  return (figure) => {
    const [without, more] = [BUILT_IN, name].map((one) => of(figure(one) ?? ({} as Figure)) ?? null)
    return !without || !more ? null : more / without
  }
}
