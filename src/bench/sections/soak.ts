import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { unclean } from '../race.ts'
import type { Contender, Race, Run, Section } from '../section.ts'
import { type Log, type Streamed, stream } from '../streamed.ts'
import { quoted } from './commands.ts'

const STREAMED = 'streamed'
const STOPPED = 'Ctrl-C, to its end'
const WATCHED = 'on a terminal'
/** MiB that are enough to see whether Ctrl-C works, and the progress. */
const [SOME, FEW] = [2_048, 512]
/** How much more memory the last quarter may need than the first. */
const GROWTH = 1.1
const PARTS = 10
/** MiB of which a quarter is read before the heap has found its size; of less, growth is mostly that. */
const LONG = 8_192
const ANALYZE = [process.execPath, 'bin/run.js', 'analyze', '-', '--format', 'json']

export const soak: Section = {
  id: 'soak',
  title: 'A long stream through standard input',
  async prepare({ size }) {
    if (size.soak === null) return 'needs --soak, the size in GiB of what is streamed, such as 10'
    const log = { mebibytes: size.soak, seed: size.seed }
    const [some, few] = [SOME, FEW].map((most) => ({ ...log, mebibytes: Math.min(log.mebibytes, most) })) as [Log, Log]
    const [whole, stopped] = [streamed(log), interrupted(some)]
    const watched = hasTerminal() ? onTerminal(few) : null
    const races = [whole, stopped, ...(watched === null ? [] : [watched])]
    return {
      contenders: races.flatMap(({ contenders }) => contenders),
      goals: races.flatMap(({ goals }) => goals),
      notes: [
        ...(watched === null ? [`Left out: ${WATCHED}, for want of a \`script\` that gives a program one.`] : []),
        ...(log.mebibytes < LONG
          ? ['Of less than 8 GiB, the first quarter is that in which the heap finds its size: memory seems to grow.']
          : []),
      ],
    }
  },
}

/** The whole of it: memory must not grow, and every line be counted. */
function streamed(log: Log): Race {
  let last: Streamed | null = null
  return {
    contenders: [
      contender(STREAMED, log.mebibytes, {
        run: async (output) => {
          last = await stream(log, { argv: ANALYZE, output, descriptor: 0 })
          return { ...last, notes: [`at most ${told(last)} MB in each tenth of ${last.lines} lines, ${last.bytes} bytes`] }
        },
        wrong: (printed) => unclean(printed) ?? miscounted(printed, last),
      }),
    ],
    goals: [{ what: 'memory, the last quarter against the first', atMost: GROWTH, unit: '×', reached: () => last?.curve.growth() ?? null }],
  }
}

/** Ended by Ctrl-C when half of it came: it must say what it has seen, and soon. */
function interrupted(log: Log): Race {
  let last: Streamed | null = null
  return {
    contenders: [
      contender(STOPPED, 0, {
        ends: 130,
        run: async (output): Promise<Run> => {
          last = await stream(log, { argv: ANALYZE, output, descriptor: 0, interruptAt: (log.mebibytes / 2) * 2 ** 20 })
          return { ...last, seconds: last.ending ?? Number.POSITIVE_INFINITY }
        },
        wrong: (printed) => unsaid(printed, last),
      }),
    ],
    goals: [
      { what: 'from Ctrl-C to its end', atMost: 1_000, unit: 'ms', reached: (figure) => (figure(STOPPED)?.slowest ?? Number.NaN) * 1_000 },
    ],
  }
}

/** Watched by somebody: the line of progress must grow up to what was streamed. */
function onTerminal(log: Log): Race {
  let [last, shown]: [Streamed | null, readonly number[]] = [null, []]
  return {
    contenders: [
      contender(WATCHED, log.mebibytes, {
        run: async (output) => {
          const terminal = `${output}.terminal`
          const line = `${ANALYZE.map(quoted).join(' ')} <&3 >${quoted(output)}`
          last = await stream(log, { argv: ['script', '-qec', line, '/dev/null'], output: terminal, descriptor: 3 })
          shown = progressIn(readFileSync(terminal, 'latin1'))
          return { ...last, notes: [`the line of progress said ${shown.length} times how much was read`] }
        },
        wrong: (printed) => unclean(printed) ?? miscounted(printed, last) ?? unsteady(shown, last),
      }),
    ],
    goals: [
      {
        what: 'what progress says last, of what was streamed',
        ...{ atLeast: 0.95, unit: '×' },
        reached: () => (last === null ? null : ((shown.at(-1) ?? 0) * 2 ** 20) / last.bytes),
      },
    ],
  }
}

function contender(name: string, mebibytes: number, more: Pick<Contender, 'run' | 'wrong' | 'ends'>): Contender {
  return { name, argv: ANALYZE, bytes: mebibytes * 2 ** 20, needs: [], prints: 'ours', mostRounds: 1, ...more }
}

function told({ curve }: Streamed): string {
  return curve
    .peaks(PARTS)
    .map((peak) => (peak === null ? '?' : Math.round(peak / 1e6)))
    .join(', ')
}

interface Printed {
  readonly coverage: {
    readonly bytes: number
    readonly lines: number
    readonly interrupted: { readonly bytes: number } | null
  }
}

function miscounted(printed: unknown, fed: Streamed | null): string | null {
  const { bytes, lines } = (printed as Printed).coverage
  return bytes === fed?.bytes && lines === fed.lines
    ? null
    : `counts ${lines} lines, ${bytes} bytes; it was given ${fed?.lines} lines, ${fed?.bytes} bytes`
}

function unsaid(printed: unknown, fed: Streamed | null): string | null {
  const { bytes, lines, interrupted: by } = (printed as Printed).coverage
  if (by === null) return 'does not say that it was interrupted'
  const seen = bytes > 0 && lines > 0 && by.bytes > 0 && bytes <= (fed?.bytes ?? 0)
  return seen ? null : `says that it has seen ${lines} lines, ${bytes} bytes`
}

/** @param shown MiB, one after the other */
function unsteady(shown: readonly number[], fed: Streamed | null): string | null {
  if (shown.length < 2) return 'shows no progress'
  if (shown.some((value, i) => i > 0 && value < (shown[i - 1] as number))) return 'its progress goes back'
  return (shown.at(-1) as number) > Math.ceil((fed?.bytes ?? 0) / 2 ** 20) ? 'its progress says more than there was' : null
}

/** What each drawing of the line says was read. */
function progressIn(drawn: string): readonly number[] {
  return [...drawn.matchAll(/\r\u001b\[2K(\d+) MiB\b/g)].map(([, value]) => Number(value))
}

function hasTerminal(): boolean {
  return spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: 'ignore' }).status === 0
}
