import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { faults } from '../simulate/faults.ts'
import { scenarios } from '../simulate/scenarios.ts'
import { examineAll, serve } from './beside.ts'
import { confusion } from './confusion.ts'
import { wishes } from './examine.ts'
import { PAGE, tables, writePage } from './page.ts'
import { goalsOf } from './sums.ts'

const USAGE = `npm run quality -- [--seeds N] [--first N] [--scenario name] [--fault name] [--no-sweep] [--misses N] [--keep directory] [--write]
`

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '4' },
    first: { type: 'string', default: '1' },
    scenario: { type: 'string' },
    fault: { type: 'string' },
    'no-sweep': { type: 'boolean', default: false },
    misses: { type: 'string', default: '2' },
    keep: { type: 'string' },
    write: { type: 'boolean', default: false },
    serve: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

if (values.serve) serve()
else if (values.help) process.stdout.write(USAGE)
else await quality()

async function quality(): Promise<void> {
  const { scenario, fault = null, keep = null } = values
  const misses = whole('misses', values.misses)
  const sweep = !values['no-sweep']
  if (values.write && (scenario !== undefined || fault !== null || !sweep)) fail('--write is for all that is measured.')
  if (scenario !== undefined && scenarios[scenario] === undefined) fail(`There is no scenario ${scenario}.`)
  if (fault !== null && faults.every(({ name }) => name !== fault)) fail(`There is no fault ${fault}.`)
  const seeds = Array.from({ length: whole('seeds', values.seeds) }, (_, i) => whole('first', values.first) + i)
  const wished = wishes(seeds, (name) => scenario === undefined || scenario === name)
  const began = performance.now()
  const all = await examineAll(
    wished,
    { fault, sweep, keep },
    fileURLToPath(import.meta.url),
    (done) => process.stderr.isTTY && tell(`\r${done} of ${wished.length} runs`),
  )
  tell(`\r${wished.length} runs, seeds ${seeds[0]} to ${seeds.at(-1)}, ${Math.round((performance.now() - began) / 1_000)} s\n\n`)
  process.stdout.write(tables(all, misses))
  if (scenario === undefined && sweep) process.stdout.write(`\n${await confusion()}`)
  if (values.write) {
    writePage(all, seeds, misses, new Date())
    tell(`\nwritten: ${PAGE}\n`)
  }
  if (goalsOf(all).some(({ met }) => !met)) process.exitCode = 1
}

function whole(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) fail(`--${name} '${text}' is no whole number above zero.`)
  return value
}

function tell(text: string): void {
  process.stderr.write(text)
}

function fail(text: string): never {
  tell(`${text}\n\n${USAGE}`)
  process.exit(2)
}
