import type { Line } from '../envelope/envelope.ts'
import type { HeaderLook } from './look.ts'

export type Order = 'ascending' | 'descending' | 'none'

/** A line and the names of the envelopes that it was peeled from. */
export interface Peeled {
  readonly line: Line
  readonly names: readonly string[]
}

/** Lines that were exported together: one order, one shape. */
export interface Run {
  readonly lines: readonly Peeled[]
  readonly order: Order
}

/** Envelopes that come and go from line to line inside one export: they don't part runs. */
const DECORATION = new Set(['markdown', 'ansi', 'quoted'])
/** How many times more often a run must go one way than the other, for its times to tell its order. */
const CLEARLY = 2
/** Up to so few steps in time, the reading order of a stack tells more: one line with a clock of its own makes a step. */
const FEW = 3
/** Heads of stacks: a goroutine's, in a race report an access or a goroutine's creation, in a profile a count with its addresses. */
const STACK_HEAD =
  /^(?:goroutine \d+ .*\[.*\]:?|(?:Previous )?(?:read|write|atomic \w+) .*:|Goroutine \d+ .* created at:|\d+ @(?: 0x[0-9a-f]+)+)\s*$/i
const FENCE = Buffer.from('```')
const LABELS = Buffer.from('# labels: ')

/**
 * Cuts lines into runs of one shape and finds out for each in which order it stands; `lines` of each run come back in order of time.
 * Equal and coarse times keep the order of the lines, and so do runs without any time unless a Go trace in them reads bottom up.
 */
export function ordered(lines: readonly Peeled[], look: HeaderLook): readonly Run[] {
  const runs: Run[] = []
  let from = 0
  let before = lines[0]
  for (let i = 1; i <= lines.length; i++) {
    // an empty line has no shape: whoever copied the text may have put one under each
    if (i < lines.length && (isEmpty(lines[i]!) || !parts(before!, lines[i]!))) {
      if (!isEmpty(lines[i]!)) before = lines[i]
      continue
    }
    before = lines[i]
    const run = lines.slice(from, i)
    const order = orderOf(run, look)
    runs.push({ lines: order === 'descending' ? run.reverse() : run, order })
    from = i
  }
  return runs
}

function isEmpty({ line, names }: Peeled): boolean {
  return names.length === 0 && line.start === line.end
}

function parts(before: Peeled, after: Peeled): boolean {
  return shape(before) !== shape(after) || isFence(before.line) || isFence(after.line)
}

/** The chain of a line without what may differ between lines of one export: decoration, and CRI inside a log collector's line. */
function shape(peeled: Peeled): string {
  const names = peeled.names.filter((name) => !DECORATION.has(name))
  if (names.length > 1 && names.at(-1) === 'cri') names.pop()
  return names.join('>')
}

/** Whether nothing but decoration was peeled: such a line may still be the rest of another. */
export function isDecorated(names: readonly string[]): boolean {
  return names.every((name) => DECORATION.has(name))
}

function orderOf(run: readonly Peeled[], look: HeaderLook): Order {
  let up = 0
  let down = 0
  let before = Number.NaN
  for (const { line } of run) {
    const time = timeOf(line, look)
    if (Number.isNaN(time)) continue
    if (time > before) up++
    if (time < before) down++
    before = time
  }
  const steps = up + down
  const reading = steps < FEW || Math.max(up, down) <= CLEARLY * Math.min(up, down) ? readingOrder(run) : 0
  if (reading !== 0) return reading < 0 ? 'descending' : steps === 0 ? 'none' : 'ascending'
  if (steps === 0) return 'none'
  return down > CLEARLY * up ? 'descending' : 'ascending'
}

/** Innermost time of a line: its entry's own, else what the envelopes said. */
export function timeOf(line: Line, look: HeaderLook): number {
  return look.at(line.buf, line.start, line.end) ? look.ms : line.time
}

/**
 * In reading order the head of a stack stands above its calls, in an export that is newest first, below.
 * @returns above 0 for reading order, below 0 for the reverse, 0 where no stack tells
 */
function readingOrder(run: readonly Peeled[]): number {
  let votes = 0
  for (let i = 0; i < run.length; i++) {
    const { line } = run[i]!
    const text = line.buf.toString('latin1', line.start, Math.min(line.end, line.start + 200))
    if (!STACK_HEAD.test(text)) continue
    // a profile's counts have a stack on either side, and a blank line to the one that is not theirs
    const near = /^\d/.test(text) ? (step: 1 | -1) => run[i + step]?.line : (step: 1 | -1) => neighbour(run, i, step)
    if (isCall(near(1))) votes++
    if (isCall(near(-1))) votes--
  }
  return votes
}

/** The next line that way, over one that is blank: some transports double them. */
function neighbour(run: readonly Peeled[], i: number, step: 1 | -1): Line | undefined {
  const next = run[i + step]?.line
  return next && next.end === next.start ? run[i + 2 * step]?.line : next
}

/** `github.com/pingcap/tidb/pkg/ddl.(*reorgCtx).isReorgPaused(...)`, in a race report indented by two; in a profile `#<TAB>0x… func`, above them `# labels: {…}`. */
function isCall(line: Line | undefined): boolean {
  if (!line || line.end === line.start) return false
  if (line.buf[line.start] === 0x23) return line.buf[line.start + 1] === 0x09 || begins(line, LABELS)
  if (line.buf[line.end - 1] !== 0x29) return false
  const text = line.buf.toString('latin1', line.start, Math.min(line.end, line.start + 300))
  return /^ {0,2}[\w./*%@$-]+[.(]/.test(text) && !text.startsWith('panic: ')
}

function isFence(line: Line): boolean {
  return begins(line, FENCE)
}

function begins({ buf, start, end }: Line, text: Buffer): boolean {
  return buf.compare(text, 0, text.length, start, Math.min(start + text.length, end)) === 0
}
