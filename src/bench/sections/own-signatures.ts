import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure } from '../figures.ts'
import type { Goal, Section } from '../section.ts'
import { writeUserSignatures } from '../user-signatures.ts'
import { ours } from './commands.ts'

const COUNT = 1_000
const [BUILT_IN, BOTH] = ['the built-in signatures', `and ${COUNT} of somebody's own`]

/** What a large collection of somebody's own costs, from the second run on: the first one reads and checks the files. */
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
        { ...ours('the same, read for the first time', [path], bytes, own), env: { XDG_CACHE_HOME: '/dev/null' } },
      ],
      goals: [
        { what: `time with ${COUNT} signatures more`, atMost: 1.2, unit: '×', reached: ratio(({ seconds }) => seconds) },
        { what: 'their processor time', atMost: 1.2, unit: '×', reached: ratio(({ cpu }) => cpu) },
      ],
    }
  },
}

function ratio(of: (figure: Figure) => number | null): Goal['reached'] {
  return (figure) => {
    const [without, both] = [BUILT_IN, BOTH].map((name) => of(figure(name) ?? ({} as Figure)) ?? null)
    return !without || !both ? null : both / without
  }
}
