import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ProcessWatch } from './process-watch.ts'

/** A program to run as a whole process. */
export interface Command {
  readonly argv: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** What one run took. `cpu` and `peak` are null where the system did not tell. */
export interface Sample {
  readonly code: number | null
  readonly seconds: number
  /** Seconds of all cores, children included. */
  readonly cpu: number | null
  /** The largest resident set of the program or one of its children, in bytes. */
  readonly peak: number | null
}

const TIME = '/usr/bin/time'

/** Runs programs one at a time and measures them; notes and outputs lie in `folder`. */
export class Stopwatch {
  readonly output: string
  private readonly notes: string
  private readonly gnuTime: boolean

  constructor(folder: string) {
    this.output = join(folder, 'stdout')
    this.notes = join(folder, 'time')
    this.gnuTime = existsSync(TIME) && spawnSync(TIME, ['--version'], { stdio: 'ignore' }).status === 0
  }

  /** @param keep puts what the program prints into `output`; else it goes nowhere */
  async run({ argv, env = {} }: Command, keep: boolean): Promise<Sample> {
    const all = this.gnuTime ? [TIME, '-q', '-f', '%M %U %S', '-o', this.notes, ...argv] : argv
    rmSync(this.notes, { force: true })
    const out = openSync(keep ? this.output : '/dev/null', 'w')
    const began = process.hrtime.bigint()
    const child = spawn(all[0] as string, all.slice(1), { stdio: ['ignore', out, 'ignore'], env: { ...cleanEnvironment(), ...env } })
    const watch = this.gnuTime || child.pid === undefined ? null : new ProcessWatch(child.pid)
    const code = await new Promise<number | null>((ended, failed) => child.once('error', failed).once('exit', ended))
    const seconds = Number(process.hrtime.bigint() - began) / 1e9
    closeSync(out)
    return { code, seconds, ...(watch === null ? this.timed() : watch.stop()) }
  }

  private timed(): Pick<Sample, 'cpu' | 'peak'> {
    const [peak, user, system] = existsSync(this.notes)
      ? readFileSync(this.notes, 'utf8').trim().split('\n').at(-1)!.split(' ').map(Number)
      : []
    return peak === undefined ? { cpu: null, peak: null } : { cpu: user! + system!, peak: peak * 1_024 }
  }
}

/** What a program inherits: nothing that changes what it prints. */
export function cleanEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:NO_COLOR|FORCE_COLOR|CI|NODE_OPTIONS|npm_.*)$/.test(name)))
}
