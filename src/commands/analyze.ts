import { availableParallelism } from 'node:os'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { loadHelpClass } from '@oclif/core/help'
import { indexRequest } from '../command/index-request.ts'
import { parseMoment } from '../command/moment.ts'
import { pairOutputs } from '../command/outputs.ts'
import { ProgressLine } from '../command/progress.ts'
import { parseShare } from '../command/share.ts'
import { exitOf, severities } from '../command/verdict.ts'
import { EXIT, TriageCommand } from '../command.ts'
import type { Instant } from '../entry/entry.ts'
import type { Interrupt } from '../journey.ts'
import type { Signature } from '../knowledge/contract.ts'
import { printable } from '../report/escape.ts'
import { formats, reporters } from '../report/index.ts'
import type { Report } from '../report/report.ts'

/** How long after Ctrl-C what was read so far is still looked at, in milliseconds. */
const PATIENCE = 300
const MIB = 1 << 20
/** Bytes from which on packed files are read beside each other. */
const LARGE = 8 << 20

export default class Analyze extends TriageCommand {
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
  static override args = {
    paths: Args.string({
      description: 'files, folders, globs, archives; - or nothing: standard input',
      required: false,
      ignoreStdin: true,
    }),
  }

  static override flags = {
    since: Flags.string({
      helpGroup: 'SELECTION',
      description: "leave out what is older: '2025-01-07 18:00' (the log's clock, or with a zone), or back from now: 2h",
    }),
    until: Flags.string({ helpGroup: 'SELECTION', description: 'leave out what is newer; the same layouts' }),
    job: Flags.string({ helpGroup: 'SELECTION', description: 'only this DDL job, its tasks and subtasks' }),
    node: Flags.string({ helpGroup: 'SELECTION', description: 'only the logs of this node' }),
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
    color: Flags.boolean({
      helpGroup: 'OUTPUT',
      allowNo: true,
      description: 'colours even in a pipe, or none at all; else as NO_COLOR and FORCE_COLOR say',
    }),
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
    jobs: Flags.integer({ min: 1, description: 'threads that read beside each other; as many as there are processors unless given' }),
    'max-memory': Flags.integer({
      min: 1,
      description: 'MiB of log text that may be held in memory, 48 unless given; nothing is lost, what is more waits in a temporary file',
    }),
    signatures: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'folder with signatures of your own, beside those that are built in',
    }),
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Analyze)
    const paths = argv.length > 0 ? (argv as string[]) : ['-']
    if (argv.length === 0 && process.stdin.isTTY) return this.explainUse()
    const outputs = pairOutputs(flags.json ? ['json'] : (flags.format ?? []), flags.output ?? [])
    const now = Date.now()
    const window = {
      since: flags.since === undefined ? null : parseMoment('--since', flags.since, now),
      until: flags.until === undefined ? null : parseMoment('--until', flags.until, now),
    }
    const minCoverage = parseShare('--min-coverage', flags['min-coverage'])
    const examined = this.examine(paths, {
      ...window,
      job: flags.job,
      node: flags.node,
      minCoverage,
      signatures: flags.signatures ?? [],
      follow: flags.follow,
      index: flags.index,
      jobs: flags.jobs ?? availableParallelism(),
      ...(flags['max-memory'] === undefined ? {} : { textLimit: flags['max-memory'] * MIB }),
    })
    const [report, ...printers] = await Promise.all([examined, ...outputs.map(({ format }) => reporters[format]())])
    this.onInterrupt = null
    for (const [i, { path }] of outputs.entries()) await this.write(path, printers[i]!.print(report, this.lookOf(path, flags.color)))
    if (report.coverage.interrupted !== null) this.leave()
    process.exitCode = exitOf(report, { failOn: flags['fail-on'] ?? null, exitZero: flags['exit-zero'] })
  }

  /** Nothing to read and nobody piping: help instead of a wait without end. */
  private async explainUse(): Promise<void> {
    const Help = await loadHelpClass(this.config)
    await new Help(this.config).showHelp([this.id ?? 'analyze'])
    process.exitCode = EXIT.usage
  }

  private async examine(paths: readonly string[], asked: Asked): Promise<Report> {
    const { builtInSignatures, filesOf, Logs, openApart, standingLine, triage } = await import('../index.ts')
    const progress = this.progressLine()
    const { signatures, job, node, jobs, follow, index, ...rest } = asked
    const interrupt = this.interruption(follow)
    let total: number | null = null
    const onSize = (bytes: number | null): void => {
      total = bytes
    }
    const large = jobs > 1 ? LARGE : Number.POSITIVE_INFINITY
    const options = { stdin: process.stdin, onSize, stop: interrupt.stop }
    const tell = (text: string): void => {
      if (progress) progress.above(printable(text))
      else process.stderr.write(`${printable(text)}\n`)
    }
    const logs = follow ? new Logs(paths, { ...options, large, tell }) : null
    return triage({
      ...rest,
      jobs,
      ...(job === undefined ? {} : { job }),
      ...(node === undefined ? {} : { node }),
      sources: logs?.sources() ?? openApart(paths, options, large),
      signatures: await withOwn(builtInSignatures(), signatures),
      version: this.config.version,
      index: index ? indexRequest(await filesOf(paths), this.config, tell) : null,
      total: () => total,
      interrupt,
      ...(progress === null ? {} : { onProgress: (made) => progress.show(made) }),
      ...(logs === null ? {} : { goOn: (journey) => logs.goOn(journey) }),
      ...(progress === null && logs === null
        ? {}
        : {
            onStanding: (finding) => {
              progress?.count()
              tell(standingLine(finding))
            },
          }),
    })
  }

  /** The first Ctrl-C ends the reading, and a while later the looking at what was read. */
  private interruption(follow: boolean): Interrupt {
    const [stop, giveUp] = [new AbortController(), new AbortController()]
    this.onInterrupt = () => {
      stop.abort()
      setTimeout(() => giveUp.abort(), PATIENCE).unref()
    }
    // What ends a follower that nobody watches (timeout, systemd, Kubernetes) wants the report as well.
    if (follow) process.once('SIGTERM', this.onInterrupt)
    return { stop: stop.signal, giveUp: giveUp.signal }
  }

  /** Only where somebody watches: on a terminal, and not in CI. */
  private progressLine(): ProgressLine | null {
    if (!process.stderr.isTTY || process.env.CI) return null
    const line = new ProgressLine(
      (text) => process.stderr.write(text),
      () => process.stderr.columns || 80,
      () => performance.now(),
    )
    this.beforeWriting = () => line.clear()
    return line
  }
}

/** The built-in signatures and those of the folders; one of a person's own takes the place of a built-in one with its id. */
async function withOwn(builtIn: readonly Signature[], folders: readonly string[]): Promise<readonly Signature[]> {
  if (folders.length === 0) return builtIn
  const { readSignatures } = await import('../signature/load.ts')
  const own = readSignatures(folders)
  const ids = new Set(own.map((signature) => signature.id))
  return [...builtIn.filter((signature) => !ids.has(signature.id)), ...own]
}

interface Asked {
  readonly since: Instant | null
  readonly until: Instant | null
  readonly job: string | undefined
  readonly node: string | undefined
  readonly minCoverage: number
  readonly follow: boolean
  readonly index: boolean
  /** Threads. */
  readonly jobs: number
  /** Bytes. */
  readonly textLimit?: number
  /** Folders. */
  readonly signatures: readonly string[]
}
