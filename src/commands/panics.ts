import { availableParallelism } from 'node:os'
import * as Flags from '@oclif/core/flags'
import { colorFlag, LARGE, LogCommand, logArgs, readingFlags, selectionFlags, textLimitOf, windowOf } from '../command/log-command.ts'
import { exitOf, severities } from '../command/verdict.ts'
import { panicsFormats, panicsPrinters } from '../report/panics/index.ts'
import { readableSize } from '../report/wording/size.ts'

export default class Panics extends LogCommand {
  static override summary = 'Take the Go crashes in these logs apart: whom to blame, who waits for what, which goroutines do the same.'
  static override description =
    'Reads what analyze reads, and bare output of Go programs. Finds panics, fatal errors, data races, deadlocks, test timeouts, goroutine dumps and profiles, goleak reports and Rust panics, in whatever transport, between log lines, or inside of a log field. Goroutines with the same stack and state are one group.'
  static override examples = [
    { description: 'What crashed, in the logs of all nodes', command: '<%= config.bin %> <%= command.id %> logs.tar.gz' },
    {
      description: 'Who waits for whom in a running server',
      command: "curl -s 'http://127.0.0.1:10080/debug/pprof/goroutine?debug=2' | <%= config.bin %> <%= command.id %>",
    },
    {
      description: 'One goroutine of a dump, with its arguments',
      command: '<%= config.bin %> <%= command.id %> dump.txt --goroutine 4711 --full',
    },
    {
      description: 'The same crash in two builds has the same fingerprint',
      command: "<%= config.bin %> <%= command.id %> ./logs --format json | jq -r '.crashes[].fingerprint'",
    },
  ]

  static override strict = false
  static override args = logArgs

  static override flags = {
    since: selectionFlags.since,
    until: selectionFlags.until,
    node: selectionFlags.node,
    goroutine: Flags.string({
      helpGroup: 'SELECTION',
      description: 'only crashes and dumps that show the goroutine of this number, and of their groups only its own',
    }),
    format: Flags.option({ char: 'f', options: panicsFormats } as const)({
      helpGroup: 'OUTPUT',
      default: 'text',
      description: 'how to print it; JSON always holds everything',
    }),
    json: Flags.boolean({ helpGroup: 'OUTPUT', exclusive: ['format'], description: 'short for --format json' }),
    full: Flags.boolean({
      helpGroup: 'OUTPUT',
      description: 'every crash, group and frame, with arguments and the numbers of all goroutines',
    }),
    ...colorFlag,
    'fail-on': Flags.option({ options: severities })({
      helpGroup: 'EXIT CODE',
      description: 'exit with 1 when a crash is this grave or graver; a dump is info',
    }),
    ...readingFlags,
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Panics)
    const paths = await this.pathsOf(argv)
    if (paths === null) return
    const { openApart, panics } = await import('../index.ts')
    const format = flags.json ? 'json' : flags.format
    const print = await panicsPrinters[format]()
    const progress = this.progressLine()
    const interrupt = this.interruption()
    const { node, goroutine = null, jobs = availableParallelism() } = flags
    let total: number | null = null
    const onSize = (bytes: number | null): void => {
      total = bytes
    }
    const report = await panics({
      ...windowOf(flags),
      ...textLimitOf(flags['max-memory']),
      ...(node === undefined ? {} : { node }),
      goroutine,
      version: this.config.version,
      sources: openApart(paths, { stdin: process.stdin, onSize, stop: interrupt.stop }, jobs > 1 ? LARGE : Number.POSITIVE_INFINITY),
      jobs,
      interrupt,
      total: () => total,
      ...(progress === null ? {} : { onProgress: (made) => progress.show(made) }),
    })
    this.onInterrupt = null
    const isMissing = goroutine !== null && report.crashes.length === 0
    if (isMissing) this.remark(`No crash or dump in these logs shows goroutine ${goroutine}.`)
    if (!isMissing || format !== 'text') await this.write(null, print(report, { ...this.lookOf(null, flags.color), full: flags.full }))
    const { interrupted, problems } = report.coverage
    for (const { source, message } of problems) this.remark(`${source}: ${message}`)
    if (interrupted !== null) {
      this.remark(`Interrupted after ${readableSize(interrupted.bytes)}: what was not read by then is missing.`)
      this.leave()
    }
    const { crashes: findings, coverage } = report
    process.exitCode = exitOf({ status: 'findings', findings, coverage }, { failOn: flags['fail-on'] ?? null, exitZero: false })
  }
}
