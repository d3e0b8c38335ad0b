import { availableParallelism } from 'node:os'
import * as Flags from '@oclif/core/flags'
import { colorFlag, logArgs, readingFlags, selectionFlags, textLimitOf, windowOf } from '../command/log-command.ts'
import { pairOutputs } from '../command/outputs.ts'
import { ReportCommand } from '../command/report-command.ts'
import { parseShare } from '../command/share.ts'
import { exitOf, severities } from '../command/verdict.ts'
import { formats, reporters } from '../report/index.ts'

export default class Analyze extends ReportCommand {
  static override summary =
    'Say what happened to the ADD INDEX in these logs: which job, where it left the path, which known bug, what to do.'
  static override description =
    'Reads files, folders, globs and archives (gzip, tar, zip, zstd, nested), or standard input: tidb.log files, Loki and Grafana exports, kubectl and CI output, pasted bug reports.'
  static override examples = [
    { description: 'One archive with the logs of all nodes', command: '<%= config.bin %> <%= command.id %> logs.tar.gz' },
    { description: 'From a running cluster', command: 'kubectl logs tc-tidb-0 | <%= config.bin %> <%= command.id %>' },
    { description: 'While the log is being written', command: 'kubectl logs -f tc-tidb-0 | <%= config.bin %> <%= command.id %> --follow' },
    {
      description: 'Two hours of one job, as JSON for a program and as text for you',
      command:
        "<%= config.bin %> <%= command.id %> ./logs --since '2025-01-07 18:00' --until '2025-01-07 20:00' --job 443 --format json --format terminal --output report.json",
    },
    {
      description: 'A second look at the same logs, without reading them again',
      command: '<%= config.bin %> <%= command.id %> ./logs --index --job 443',
    },
    { description: 'In CI: fail on anything grave', command: '<%= config.bin %> <%= command.id %> ./logs --fail-on high' },
  ]

  static override strict = false
  static override args = logArgs

  static override flags = {
    ...selectionFlags,
    format: Flags.option({ char: 'f', options: formats, multiple: true, multipleNonGreedy: true } as const)({
      helpGroup: 'OUTPUT',
      description: 'how to print the report; may be given several times',
    }),
    output: Flags.string({
      char: 'o',
      helpGroup: 'OUTPUT',
      multiple: true,
      multipleNonGreedy: true,
      description: 'file for the report; the n-th --output takes the n-th --format, what has none goes to standard output',
    }),
    json: Flags.boolean({ helpGroup: 'OUTPUT', exclusive: ['format'], description: 'short for --format json' }),
    unrecognised: Flags.boolean({
      helpGroup: 'OUTPUT',
      description:
        'also list which lines of DDL, ingest and distributed-task code are not known, by the file that printed them: a new TiDB release shows itself there; reads slower',
    }),
    ...colorFlag,
    'fail-on': Flags.option({ options: severities })({
      helpGroup: 'EXIT CODE',
      description: 'exit with 1 when a finding is this grave or graver',
    }),
    'exit-zero': Flags.boolean({ helpGroup: 'EXIT CODE', description: 'findings never change the exit code' }),
    'min-coverage': Flags.string({
      helpGroup: 'EXIT CODE',
      default: '10%',
      description: "share of the lines that must be understood to call a log clean, '10%' or 0.1; below it the exit code is 3",
    }),
    follow: Flags.boolean({
      helpGroup: 'SELECTION',
      description:
        'go on with what is still being written, a pipe or files (by name, also through rotation): findings are told on standard error as they come; Ctrl-C, or the end of the pipe, prints the report',
    }),
    index: Flags.boolean({
      exclusive: ['follow'],
      description:
        'keep what was found, lines of the logs included, in .tidb-triage/index beside them (or in the cache folder), and use what an earlier run kept: a second look is faster',
    }),
    ...readingFlags,
    signatures: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'folder with signatures of your own, beside those that are built in',
    }),
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Analyze)
    const paths = await this.pathsOf(argv)
    if (paths === null) return
    const outputs = pairOutputs(flags.json ? ['json'] : (flags.format ?? []), flags.output ?? [])
    const minCoverage = parseShare('--min-coverage', flags['min-coverage'])
    const examined = this.examine(paths, {
      ...windowOf(flags),
      job: flags.job,
      node: flags.node,
      minCoverage,
      signatures: flags.signatures ?? [],
      unrecognised: flags.unrecognised,
      follow: flags.follow,
      index: flags.index,
      jobs: flags.jobs ?? availableParallelism(),
      ...textLimitOf(flags['max-memory']),
    })
    const [report, ...printers] = await Promise.all([examined, ...outputs.map(({ format }) => reporters[format]())])
    this.onInterrupt = null
    for (const [i, { path }] of outputs.entries()) await this.write(path, printers[i]!.print(report, this.lookOf(path, flags.color)))
    if (report.coverage.interrupted !== null) this.leave()
    process.exitCode = exitOf(report, { failOn: flags['fail-on'] ?? null, exitZero: flags['exit-zero'] })
  }
}
