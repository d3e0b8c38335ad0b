import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { loadHelpClass } from '@oclif/core/help'
import { EXIT, TriageCommand } from '../command.ts'
import type { Instant } from '../entry/entry.ts'
import type { Interrupt } from '../journey.ts'
import { printable } from '../report/escape.ts'
import { parseMoment } from './moment.ts'
import { ProgressLine } from './progress.ts'

/** How long after Ctrl-C what was read so far is still looked at, in milliseconds. */
const PATIENCE = 300
const MIB = 1 << 20

/** Bytes from which on packed files are read beside each other. */
export const LARGE = 8 << 20

/** Args of a command that reads logs. */
export const logArgs = {
  paths: Args.string({
    description: 'files, folders, globs, archives; - or nothing: standard input',
    required: false,
    ignoreStdin: true,
  }),
}

/** Which part of the logs is looked at. */
export const selectionFlags = {
  since: Flags.string({
    helpGroup: 'SELECTION',
    description: "leave out what is older: '2025-01-07 18:00' (the log's clock, or with a zone), or back from now: 2h",
  }),
  until: Flags.string({ helpGroup: 'SELECTION', description: 'leave out what is newer; the same layouts' }),
  job: Flags.string({ helpGroup: 'SELECTION', description: 'only this DDL job, its tasks and subtasks' }),
  node: Flags.string({ helpGroup: 'SELECTION', description: 'only the logs of this node' }),
}

export const colorFlag = {
  color: Flags.boolean({
    helpGroup: 'OUTPUT',
    allowNo: true,
    description: 'colours even in a pipe, or none at all; else as NO_COLOR and FORCE_COLOR say',
  }),
}

/** What the reading may take. */
export const readingFlags = {
  jobs: Flags.integer({ min: 1, description: 'threads that read beside each other; as many as there are processors unless given' }),
  'max-memory': Flags.integer({
    min: 1,
    description: 'MiB of log text that may be held in memory, 12 unless given; nothing is lost, what is more waits in a temporary file',
  }),
}

/** What commands share that read logs. */
export abstract class LogCommand extends TriageCommand {
  /** @returns null where there is nothing to read and nobody pipes: then help was shown instead of a wait without end */
  protected async pathsOf(argv: readonly unknown[]): Promise<readonly string[] | null> {
    if (argv.length > 0) return argv as readonly string[]
    if (!process.stdin.isTTY) return ['-']
    const Help = await loadHelpClass(this.config)
    await new Help(this.config).showHelp([this.id ?? ''])
    process.exitCode = EXIT.usage
    return null
  }

  /**
   * The first Ctrl-C ends the reading, and a while later the looking at what was read.
   * @param follow for a log that is still being written
   */
  protected interruption(follow = false): Interrupt {
    const [stop, giveUp] = [new AbortController(), new AbortController()]
    this.onInterrupt = () => {
      stop.abort()
      setTimeout(() => giveUp.abort(), PATIENCE).unref()
    }
    // What ends a follower that nobody watches (timeout, systemd, Kubernetes) wants the report as well.
    if (follow) process.once('SIGTERM', this.onInterrupt)
    return { stop: stop.signal, giveUp: giveUp.signal }
  }

  /** What is no part of the output, but should be known to whoever reads it. */
  protected remark(text: string): void {
    this.beforeWriting()
    process.stderr.write(`${printable(text)}\n`)
  }

  /** Only where somebody watches: on a terminal, and not in CI. */
  protected progressLine(): ProgressLine | null {
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

/** The time asked for. @throws UserError when a flag is no time */
export function windowOf({ since, until }: { readonly since?: string | undefined; readonly until?: string | undefined }): {
  readonly since: Instant | null
  readonly until: Instant | null
} {
  const now = Date.now()
  return {
    since: since === undefined ? null : parseMoment('--since', since, now),
    until: until === undefined ? null : parseMoment('--until', until, now),
  }
}

/** As the journey takes it; a limit that is not given is left to it. */
export function textLimitOf(mebibytes: number | undefined): { readonly textLimit?: number } {
  return mebibytes === undefined ? {} : { textLimit: mebibytes * MIB }
}
