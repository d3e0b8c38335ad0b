import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../testing/built.ts'
import { generate } from './generate.ts'
import { Inputs } from './inputs.ts'
import { Stopwatch } from './measure.ts'
import { PAGE, tables, writePage } from './page.ts'
import { leftOut, type Result, runRace } from './race.ts'
import { sections } from './sections/all.ts'

const MEBIBYTE = 1_048_576
/** GiB. */
const SOAK = 2
const USAGE = `npm run bench -- [--size MiB] [--rounds N] [--only ${sections.map(({ id }) => id).join(',')}]
  [--big MiB] [--soak GiB] [--seed N] [--dir folder] [--keep] [--write]
npm run -s bench -- --stream MiB | …   only prints a log of one node
npm run bench -- --make --dir folder   only makes the files, and keeps them
`

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1024' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    big: { type: 'string' },
    soak: { type: 'string' },
    seed: { type: 'string', default: '1' },
    dir: { type: 'string' },
    keep: { type: 'boolean', default: false },
    make: { type: 'boolean', default: false },
    stream: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

if (values.help) process.stdout.write(USAGE)
else if (values.stream !== undefined) await stream(whole('stream', values.stream) * MEBIBYTE)
else await bench()

/** For whoever wants to see how a log comes through a pipe. */
async function stream(bytes: number): Promise<void> {
  process.stdout.on('error', () => process.exit())
  for (const { data } of generate({ nodes: 1, bytes, seed: whole('seed', values.seed) }))
    if (!process.stdout.write(data)) await once(process.stdout, 'drain')
}

async function bench(): Promise<void> {
  const [mebibytes, rounds, seed] = [whole('size', values.size), whole('rounds', values.rounds), whole('seed', values.seed)]
  const big = values.big === undefined ? null : whole('big', values.big) * MEBIBYTE
  const size = { bytes: mebibytes * MEBIBYTE, big, soak: soakSize(), seed }
  const chosen = chosenSections()
  if (values.make && values.dir === undefined) fail('--make wants --dir.')
  const keep = values.keep || values.make
  ensureBuilt()
  if (values.dir !== undefined) mkdirSync(values.dir, { recursive: true })
  const folder = values.dir === undefined ? mkdtempSync(join(tmpdir(), 'tidb-triage-bench-')) : join(values.dir, 'tidb-triage-bench')
  process.once('SIGINT', () => {
    if (!keep) rmSync(folder, { recursive: true, force: true })
    process.exit(130)
  })
  const results: Result[] = []
  try {
    const inputs = new Inputs(folder, size, say)
    const watch = new Stopwatch(folder)
    for (const section of chosen) {
      const race = await section.prepare(inputs)
      say(typeof race === 'string' ? `${section.id}: left out, ${race}` : `${section.id}: ${section.title}`)
      if (values.make) continue
      const result = typeof race === 'string' ? leftOut(section, race) : await runRace(section, race, rounds, watch)
      results.push(result)
      if (result.figures.length > 0) say(`\n${tables({ results: [result] })}`)
    }
  } finally {
    if (!keep) rmSync(folder, { recursive: true, force: true })
  }
  if (values.make) return say(`made in ${folder}`)
  process.stdout.write(`\n${tables({ results })}`)
  if (!values.write) return
  writePage({ results, mebibytes, rounds, seed, flags: flagsGiven(), now: new Date() })
  say(`written: ${PAGE}`)
}

function chosenSections() {
  const only = values.only?.split(',')
  const unknown = only?.filter((id) => sections.every((section) => section.id !== id)) ?? []
  if (unknown.length > 0) fail(`There is no section ${unknown.join(', ')}.`)
  return sections.filter(({ id }) => only === undefined || only.includes(id))
}

/** In MiB: whoever asks for the section alone gets a short one. */
function soakSize(): number | null {
  if (values.soak !== undefined) return whole('soak', values.soak) * 1_024
  return values.only?.split(',').includes('soak') ? SOAK * 1_024 : null
}

function whole(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) fail(`--${name} '${text}' is no whole number above zero.`)
  return value
}

/** What changes the figures; where the logs are made does not. */
function flagsGiven(): readonly string[] {
  return (['size', 'rounds', 'only', 'big', 'soak', 'seed'] as const).flatMap((name) => {
    const given = process.argv.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`))
    return given ? [`--${name} ${values[name]}`] : []
  })
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

function fail(text: string): never {
  process.stderr.write(`${text}\n\n${USAGE}`)
  process.exit(2)
}
