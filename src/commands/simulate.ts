import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as Flags from '@oclif/core/flags'
import { parseShare } from '../command/share.ts'
import { TriageCommand } from '../command.ts'
import { UserError } from '../errors.ts'
import type { MadeFile, Menu } from '../simulate/make.ts'
import type { Wish } from '../simulate/simulate.ts'

type Scenario = Menu['scenarios'][number]

export default class Simulate extends TriageCommand {
  static override summary = 'Write the logs of a cluster that never was, and the truth about them.'
  static override description =
    "A scenario goes its way through the tables of TiDB's design, and each node prints what it would have printed. truth.json tells what really became of every job, task, subtask and engine, which lines show it, and which lines are wrong. For tests, for demos, and for people who write signatures. Without a scenario, a list of all scenarios and faults."
  static override examples = [
    { description: 'All scenarios and faults', command: '<%= config.bin %> <%= command.id %>' },
    {
      description: 'A rolling restart during an ADD INDEX, as v8.5 prints it',
      command: '<%= config.bin %> <%= command.id %> --scenario rolling-restart --era 8.5 -o logs',
    },
    {
      description: 'One job on two nodes at once, a quarter of the lines lost',
      command: '<%= config.bin %> <%= command.id %> --scenario local-sort --pace 20 --fault two-owners --loss 25% -o logs',
    },
    { description: 'What is made of it', command: '<%= config.bin %> analyze logs' },
  ]

  static override flags = {
    scenario: Flags.string({ description: 'what happens in the cluster', dependsOn: ['output'] }),
    era: Flags.string({ description: 'the TiDB that runs: 6.5, 7.1, 7.5, 8.1, 8.5 or 2026; the newest of the scenario unless given' }),
    nodes: Flags.string({ description: 'how many tidb-servers; one more than the scenario takes unless given' }),
    seed: Flags.string({ default: '1', description: 'the same seed gives the same logs' }),
    jobs: Flags.string({ default: '1', description: 'how often it happens, one after the other' }),
    pace: Flags.string({ default: '1', description: 'how many times as long as usual a table takes to be read' }),
    noise: Flags.string({ default: '40', description: 'lines of other code, on each node' }),
    fault: Flags.string({ description: 'what is wrong with the logs' }),
    loss: Flags.string({ default: '0%', description: 'share of the lines that is lost, such as 25%' }),
    lost: Flags.string({ default: 'random', description: 'how they are lost: random (here and there), burst, or node (whole logs)' }),
    output: Flags.string({ char: 'o', description: 'a new or empty folder for the logs and truth.json' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Simulate)
    const { make, menu } = await import('../simulate/make.ts')
    const known = menu()
    if (flags.scenario === undefined || flags.output === undefined) return this.write(null, printed(known))
    const scenario = choose(known.scenarios, flags.scenario, 'scenario')
    const fault = flags.fault === undefined ? null : choose(known.faults, flags.fault, 'fault').name
    const wish: Wish = {
      scenario: scenario.name,
      era: eraAsked(flags.era, scenario),
      nodes: nodesAsked(flags.nodes, scenario),
      seed: wholeAsked('--seed', flags.seed, 1, 1_000_000_000),
      jobs: wholeAsked('--jobs', flags.jobs, 1, 1_000),
      pace: wholeAsked('--pace', flags.pace, 1, 1_000),
      noise: wholeAsked('--noise', flags.noise, 0, 100_000),
    }
    const way = choose(
      known.ways.map((name) => ({ name })),
      flags.lost,
      'lost',
    ).name
    const files = make(wish, { fault, way, loss: parseShare('--loss', flags.loss) })
    if (files === null)
      throw new UserError(
        `These logs have no place for the fault '${fault}'.`,
        'Some faults take several nodes, subtasks that are printed (from v8.5 on), or time: try --nodes, --era, --pace or another scenario.',
      )
    await this.put(flags.output, files)
  }

  private async put(folder: string, files: readonly MadeFile[]): Promise<void> {
    makeFolder(folder)
    for (const { name, text } of files) await this.write(join(folder, name), text)
    await this.write(null, files.map(({ name, text }) => `${join(folder, name)}  ${text.split('\n').length - 1} lines\n`).join(''))
  }
}

function printed({ scenarios, faults }: Menu): string {
  const rows = (list: readonly { readonly name: string; readonly about: string }[]): string => {
    const width = Math.max(...list.map(({ name }) => name.length))
    return list.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}\n`).join('')
  }
  const told = scenarios.map(({ name, about, eras }) => ({
    name,
    about: `${about} (${eras[0]}${eras.length > 1 ? ` to ${eras.at(-1)}` : ''})`,
  }))
  return `Scenarios\n${rows(told)}\nFaults\n${rows(faults)}`
}

/** @throws UserError for a name that is none of the list */
function choose<T extends { readonly name: string }>(list: readonly T[], name: string, flag: string): T {
  const found = list.find((it) => it.name === name)
  if (found === undefined) throw new UserError(`--${flag} '${name}' is unknown.`, `Take one of ${list.map((it) => it.name).join(', ')}.`)
  return found
}

/** @throws UserError for an era that is not rendered, or does not have the scenario */
function eraAsked(text: string | undefined, { name, eras }: Scenario): Wish['era'] {
  const era = text === undefined ? eras.at(-1) : eras.find((it) => it === text || it === `v${text}`)
  if (era === undefined) throw new UserError(`--era '${text}' does not have the scenario '${name}'.`, `Take one of ${eras.join(', ')}.`)
  return era
}

/** @throws UserError for too few */
function nodesAsked(text: string | undefined, { name, nodes }: Scenario): number {
  if (text === undefined) return nodes + 1
  const asked = wholeAsked('--nodes', text, 1, 30)
  if (asked >= nodes) return asked
  throw new UserError(`The scenario '${name}' takes ${nodes} nodes or more, not ${asked}.`, 'Ask for more with --nodes.')
}

/** @throws UserError for anything but a whole number within bounds */
function wholeAsked(flag: string, text: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UserError(`${flag} '${text}' is no whole number from ${least} to ${most}.`, 'Leave it out to take what is usual.')
}

/** @throws UserError when something lies there already: logs of two clusters in one folder would be taken for those of one */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
    if (readdirSync(path).length === 0) return
  } catch (error) {
    throw new UserError(`${path} could not be made (${(error as NodeJS.ErrnoException).code}).`, 'Check that you may write there.')
  }
  throw new UserError(`${path} is not empty.`, 'Name a new folder with --output.')
}
