import { writeFile } from 'node:fs/promises'
import { Command } from '@oclif/core/command'
import { BugError, UserError } from './errors.ts'
import { printable } from './report/escape.ts'
import type { Look } from './report/report.ts'

/** The exit codes of every command. */
export const EXIT = { clean: 0, findings: 1, usage: 2, unreadable: 3, bug: 4, interrupted: 130 } as const

/** What every command shares: it alone writes, and it alone decides what an error looks like and which exit code it gives. */
export abstract class TriageCommand extends Command {
  /** Undoes what stands on the terminal before something else is written there. */
  protected beforeWriting: () => void = () => {}

  /** What the first Ctrl-C does instead of ending the process; the second one ends it. */
  protected onInterrupt: (() => void) | null = null

  protected override async init(): Promise<void> {
    await super.init()
    process.on('SIGINT', () => {
      const { onInterrupt } = this
      this.onInterrupt = null
      if (onInterrupt !== null) onInterrupt()
      else this.leave()
    })
  }

  /** Ends the process at once, as one that was interrupted. */
  protected leave(): never {
    this.beforeWriting()
    process.exit(EXIT.interrupted)
  }

  /**
   * How the report may look where it goes: a file and a pipe are neither cut nor coloured, unless a person or FORCE_COLOR asks for colour.
   * @param color what the command line says; undefined when it says nothing
   */
  protected lookOf(path: string | null, color: boolean | undefined): Look {
    const terminal = path === null && process.stdout.isTTY === true
    return {
      width: terminal ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY,
      color: path === null && (color ?? colorByEnvironment(process.env) ?? terminal),
    }
  }

  /** Writes to standard output without waiting until it is out: for what is printed while more of it is made. */
  protected writeSoon(text: string): void {
    this.beforeWriting()
    process.stdout.write(text)
  }

  /** Writes to a file, or to standard output when the path is null, and waits until it is out. @throws UserError when a file cannot be written */
  protected async write(path: string | null, text: string): Promise<void> {
    this.beforeWriting()
    if (path === null) return writeOut(text)
    try {
      await writeFile(path, text)
    } catch (error) {
      throw new UserError(
        `${path} could not be written (${(error as NodeJS.ErrnoException).code}).`,
        'Check that its folder exists and that you may write there.',
      )
    }
  }

  protected override async catch(error: Error & { exitCode?: number; oclif?: { exit?: number | false } }): Promise<void> {
    this.beforeWriting()
    const told = tellError(error, `${this.config.bin} ${this.id ?? ''}`.trim(), this.config.version)
    if (told.text !== '') process.stderr.write(told.text)
    process.exitCode = told.exit
  }
}

/** NO_COLOR (any value) and FORCE_COLOR (`0` and `false` refuse) as they are meant everywhere; undefined when neither is set. */
function colorByEnvironment({ NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv): boolean | undefined {
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return NO_COLOR !== undefined && NO_COLOR !== '' ? false : undefined
}

function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}

/**
 * What a person is told about an error, and the exit code: a sentence and a tip for what is theirs, a plea for a report for what is
 * ours, nothing where the reader of our output went away.
 */
export function tellError(
  error: Error & { oclif?: { exit?: number | false } },
  command: string,
  version: string,
): { text: string; exit: number } {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') return { text: '', exit: EXIT.clean }
  if (error.name === 'AbortError') return { text: '', exit: EXIT.interrupted }
  if (error instanceof UserError) return { text: sentences(error.message, error.tip), exit: error.exit }
  if ((error as { code?: string }).code === 'EEXIT') return { text: '', exit: Number(error.oclif?.exit ?? EXIT.clean) }
  if (error.oclif !== undefined && !(error instanceof BugError)) {
    const [first = ''] = error.message.split('\nSee more help')
    return { text: sentences(first, `See ${command} --help.`), exit: EXIT.usage }
  }
  const stack = (error.stack ?? '')
    .split('\n')
    .slice(1, 4)
    .map((line) => `  ${printable(line.trim())}\n`)
    .join('')
  return {
    text: `${sentences(`Fault in tidb-triage ${version}: ${error.name}: ${error.message}`, 'This is not your fault. Please report it with this text and, if you may, the input.')}${stack}`,
    exit: EXIT.bug,
  }
}

function sentences(message: string, tip: string): string {
  const lines = message.split('\n').map((line) => printable(line.trimEnd()))
  return `${lines.join('\n')}\n${printable(tip)}\n`
}
