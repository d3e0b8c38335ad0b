import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { TriageCommand } from '../command.ts'
import { UserError } from '../errors.ts'
import type { Era } from '../knowledge/contract.ts'
import { eras, namedEra } from '../knowledge/eras.ts'
import { modelFormats, modelPrinters } from '../report/model/index.ts'
import { machinesOf } from '../report/model/machine.ts'

export default class Model extends TriageCommand {
  static override summary = "Show what is known of TiDB's design: states, transitions, messages and rules, each with its source."
  static override description = 'Without a subject, a list of all of them.'
  static override examples = [
    { description: 'All subjects', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'The life of a DDL job, as v8.5 has it', command: '<%= config.bin %> <%= command.id %> job --era 8.5' },
    { description: 'A drawing for a wiki', command: '<%= config.bin %> <%= command.id %> subtask --format mermaid' },
    { description: 'A drawing as a picture', command: '<%= config.bin %> <%= command.id %> task --format dot | dot -Tsvg -o task.svg' },
  ]

  static override args = {
    subject: Args.string({ description: 'job, task, subtask, engine, …: a name of the list', required: false, ignoreStdin: true }),
  }

  static override flags = {
    format: Flags.option({ char: 'f', options: modelFormats } as const)({ default: 'table', description: 'how to print it' }),
    json: Flags.boolean({ exclusive: ['format'], description: 'short for --format json' }),
    era: Flags.string({
      description: 'only what this TiDB has: a version (8.5), or the year of a development build (2025, 2025-H2, 2026)',
    }),
    color: Flags.boolean({ allowNo: true, description: 'colours even in a pipe, or none at all; else as NO_COLOR and FORCE_COLOR say' }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Model)
    const era = flags.era === undefined ? null : eraAsked(flags.era)
    const { subjects } = await import('../index.ts')
    const machines = machinesOf(subjects, era)
    const machine = machines.find(({ name }) => name === args.subject)
    if (args.subject !== undefined && machine === undefined)
      throw new UserError(`There is no subject '${args.subject}'.`, `Subjects: ${machines.map(({ name }) => name).join(', ')}.`)
    const printer = await modelPrinters[flags.json ? 'json' : flags.format]()
    const look = this.lookOf(null, flags.color)
    await this.write(null, machine === undefined ? printer.list(machines, look) : printer.one(machine, look))
  }
}

/** @throws UserError when it is no version and no year of the tables */
function eraAsked(text: string): Era {
  const era = namedEra(text)
  if (era === null)
    throw new UserError(
      `--era '${text}' is no version of TiDB.`,
      `Write a version, such as 8.5, or one of ${eras.filter((it) => it.startsWith('20')).join(', ')}.`,
    )
  return era
}
