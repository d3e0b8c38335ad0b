import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { messages } from '../knowledge/index.ts'
import { Random } from '../simulate/cluster/random.ts'

/** What a signature of somebody's own adds to the head that all share: what it selects, and when it holds. */
interface Recipe {
  /** How often, beside the others. */
  readonly weight: number
  readonly per: string
  readonly write: (random: Random) => { readonly selections: readonly string[]; readonly condition: string }
}

const WORDS =
  'region store leader engine range backfill lease schema table index write retry import session snapshot worker request client gc lock peer batch meta split cache'.split(
    ' ',
  )
const VERBS = 'refused lost skipped expired stalled rejected closed dropped outdated mismatched unreachable exhausted'.split(' ')
const FUNCTIONS = [
  'ddl.(*worker)',
  'ingest.(*litBackendCtx)',
  'taskexecutor.(*BaseTaskExecutor)',
  'local.(*Backend)',
  'copr.(*copIterator)',
]

const grave = kindsOf((level) => level === 'WARN' || level === 'ERROR')
const plain = kindsOf((level) => level === 'INFO')

/** As a team's collection may look after years: most know an error's text, some count, some know an order of events or a stack. */
const RECIPES: readonly Recipe[] = [
  {
    weight: 30,
    per: 'job',
    write: (random) => ({
      selections: [`failed: { event: ${random.pick(grave)}, fields: { error: ${text(random)} } }`],
      condition: 'failed',
    }),
  },
  { weight: 25, per: 'null', write: (random) => ({ selections: [`said: { text: ${text(random)} }`], condition: 'said' }) },
  {
    weight: 10,
    per: 'task',
    write: (random) => ({
      selections: [`often: { event: ${random.pick(plain)}, fields: { error: ${text(random)} } }`],
      condition: `count(often) >= ${random.whole(2, 200)} within ${random.whole(1, 60)}m`,
    }),
  },
  {
    weight: 15,
    per: 'job',
    write: (random) => ({
      selections: [
        `first: { event: ${random.pick(plain)} }`,
        `later: { event: ${random.pick(grave)}, fields: { error: ${text(random)} } }`,
      ],
      condition: `first then later within ${random.whole(1, 30)}m`,
    }),
  },
  {
    weight: 5,
    per: 'job',
    write: (random) => ({
      selections: [`asked: { text: ${text(random)} }`, `answered: { event: ${random.pick(plain)} }`],
      condition: `no answered within ${random.whole(10, 300)}s after asked`,
    }),
  },
  {
    weight: 10,
    per: 'null',
    write: (random) => ({
      selections: [
        `crashed: { crash: { kind: panic, frames: ['${random.pick(FUNCTIONS)}.${random.pick(VERBS)}${random.whole(1, 99)}'] } }`,
      ],
      condition: 'crashed',
    }),
  },
  {
    weight: 5,
    per: 'job',
    write: (random) => ({
      selections: ['slow: { finding: [stall, livelock] }', `said: { text: ${text(random)} }`],
      condition: 'slow and said',
    }),
  },
]
const DECK: readonly Recipe[] = RECIPES.flatMap((recipe) => Array<Recipe>(recipe.weight).fill(recipe))

/** Writes so many signatures, none of which holds of a healthy log, as somebody would keep them. @returns the folder */
export function writeUserSignatures(folder: string, count: number, seed: number): string {
  const random = new Random(seed)
  for (let i = 0; i < count; i++) {
    const id = `own-${random.pick(WORDS)}-${random.pick(VERBS)}-${i}`
    mkdirSync(join(folder, id), { recursive: true })
    writeFileSync(join(folder, id, 'signature.yaml'), documentOf(id, random))
  }
  return folder
}

function documentOf(id: string, random: Random): string {
  const { per, write } = random.pick(DECK)
  const { selections, condition } = write(random)
  return `id: ${id}
title: What our team calls ${id}
category: own
severity: ${random.pick(['high', 'medium', 'low'])}
status: draft
per: ${per}
selections:
${selections.map((line) => `  ${line}\n`).join('')}condition: ${condition}
explanation: Seen ${random.whole(2, 20)} times since the last upgrade.
remedy: Ask whoever is on call.
knownIssue: null
falsePositives: []
notToBeConfusedWith: []
mayAccompany: []
`
}

/** Ends in a number that nothing prints. */
function text(random: Random): string {
  return `"${random.pick(WORDS)} ${random.pick(WORDS)} ${random.pick(VERBS)}, code ${random.whole(100_000, 999_999)}x"`
}

function kindsOf(wanted: (level: string) => boolean): readonly string[] {
  return [...new Set(messages.filter(({ level }) => wanted(level)).map(({ kind }) => kind))].sort()
}
