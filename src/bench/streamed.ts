import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, cleanEnvironment, type Sample } from './measure.ts'
import { MemoryCurve } from './memory-curve.ts'
import { ProcessWatch } from './process-watch.ts'

/** A log that is made while it is read: it lies nowhere. */
export interface Log {
  readonly mebibytes: number
  readonly seed: number
}

export interface Into extends Command {
  /** The file that its output goes to. */
  readonly output: string
  /** Where it reads the log: standard input, or descriptor 3 for a program that stands between it and us. */
  readonly descriptor: 0 | 3
  /** Bytes after which it gets a Ctrl-C. */
  readonly interruptAt?: number
}

/** What a program took into which a log was streamed. */
export interface Streamed extends Sample {
  /** What it was given; when it ended before the stream did, it may not have read all of that. */
  readonly bytes: number
  readonly lines: number
  readonly curve: MemoryCurve
  /** Seconds from Ctrl-C to its end; null when it ended before, or got none. */
  readonly ending: number | null
}

const NEWLINE = 10
/** What a program may take once it was given everything, in milliseconds: one that hangs must not hold up the others. */
const PATIENCE = 60_000

/** Runs a program, streams a log into it and looks at its memory all the while. */
export async function stream({ mebibytes, seed }: Log, { argv, env = {}, output, descriptor, interruptAt }: Into): Promise<Streamed> {
  const out = openSync(output, 'w')
  const began = performance.now()
  const child = spawn(argv[0] as string, argv.slice(1), {
    stdio: descriptor === 0 ? ['pipe', out, 'ignore'] : ['ignore', out, 'ignore', 'pipe'],
    env: { ...cleanEnvironment(), ...env },
  })
  const ended = new Promise<number | null>((resolve, failed) => child.once('error', failed).once('exit', resolve))
  const [told, curve] = [new Count(), new MemoryCurve()]
  const watch = new ProcessWatch(child.pid ?? 0, (resident) => curve.add(told.bytes, resident))
  // A process of its own: while it makes up a story, nobody could look at the memory of the other.
  const maker = spawn(process.execPath, [process.argv[1] as string, '--stream', String(mebibytes), '--seed', String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let interrupted: number | null = null
  const fed = pipeline(
    maker.stdout as Readable,
    told.count(() => {
      if (interrupted !== null || told.bytes < (interruptAt ?? Number.POSITIVE_INFINITY)) return
      interrupted = performance.now()
      child.kill('SIGINT')
    }),
    child.stdio[descriptor] as Writable,
    // It may have ended before the stream: then its code and its report say what there is to say.
  ).catch(() => undefined)
  const late = fed.then(() => setTimeout(() => child.kill(), PATIENCE))
  const code = await ended
  const now = performance.now()
  maker.kill()
  clearTimeout(await late)
  closeSync(out)
  const { bytes, lines } = told
  return {
    ...{ code, ...watch.stop(), bytes, lines, curve, seconds: (now - began) / 1e3 },
    ending: interrupted === null ? null : (now - interrupted) / 1e3,
  }
}

/** Counts what passes. */
class Count {
  bytes = 0
  lines = 0

  count(passed: () => void): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
    const count = this
    return async function* (chunks) {
      for await (const chunk of chunks) {
        count.bytes += chunk.length
        for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) count.lines++
        yield chunk
        passed()
      }
    }
  }
}
