import type { GoGoroutine, GoHead, GoReportPart } from '../../grammars/go-report/tree.ts'
import type { Crash } from './event.ts'

export interface Cause {
  readonly kind: Crash['kind']
  /** Null where the text was cut above it. */
  readonly message: string | null
  /** Null where no goroutine crashed (a deadlock, a dump). */
  readonly crashing: GoGoroutine | null
  /** Panics that followed while the first one was on its way up. */
  readonly later: readonly string[]
}

/** Longer messages are cut: some panic with a whole dump in their text. */
const MESSAGE_LIMIT = 16_384

/** Of a longer chain of panics the rest is left out. */
const LATER_LIMIT = 10

/** Stacks that a program asks for itself begin with one of these. */
const ASKED_FOR = ['runtime/debug.Stack', 'runtime/debug.PrintStack', 'runtime/pprof.writeGoroutineStacks', 'runtime.Stack']

/** Whether a stack with this function at its top was printed by the program itself. */
export function isAskedFor(top: string): boolean {
  return ASKED_FOR.includes(top)
}

/**
 * What happened, out of what was said above the stacks; where nothing was, out of the stacks.
 * @param part one crash or dump of a report, not a race
 * @returns null when there is nothing to tell
 */
export function causeOf(part: GoReportPart): Cause | null {
  const [head, ...later] = part.heads.filter((it) => it.kind !== 'note')
  if (part.profile) return { kind: 'dump', message: `goroutine profile: total ${part.profile.total}`, crashing: null, later: [] }
  // goleak calls what it prints a leak; it is a dump of those goroutines that were left
  if (part.leak) return { kind: 'dump', message: 'found unexpected goroutines', crashing: null, later: [] }
  if (head) return told(head, later, part)
  return part.goroutines.length ? untold(part) : null
}

function told(head: GoHead, later: readonly GoHead[], part: GoReportPart): Cause {
  const kind = kindOf(head, part)
  const silent = kind === 'dump' || kind === 'deadlock'
  const others = later
    .filter((it) => it.text !== head.text)
    .slice(0, LATER_LIMIT)
    .map((it) => limit(it.text))
  return { kind, message: limit(messageOf(head, kind)), crashing: silent ? null : crashingOf(part, kind), later: others }
}

function kindOf(head: GoHead, part: GoReportPart): Cause['kind'] {
  if (head.kind === 'killed')
    return head.text.startsWith('SIGQUIT') || (head.text.startsWith('SIGABRT') && !inForeignCode(part)) ? 'dump' : 'fatal'
  if (head.kind === 'fatal') return head.text.includes('deadlock!') ? 'deadlock' : 'fatal'
  return head.kind === 'panic' && head.text.startsWith('test timed out after ') ? 'timeout' : 'panic'
}

/** An abort() in C code, and not one that somebody sent. */
function inForeignCode(part: GoReportPart): boolean {
  return part.goroutines.some(({ stack }) => stack.frames.slice(0, 3).some(({ func }) => func === 'runtime.cgocall'))
}

function messageOf(head: GoHead, kind: Cause['kind']): string {
  if (kind === 'timeout') return head.text.split('\n', 1)[0] ?? ''
  if (head.kind !== 'http') return head.text
  const colon = head.text.indexOf(': ')
  return colon < 0 ? head.text : head.text.slice(colon + 2)
}

/** Names of the tests that a timeout says were running; before Go 1.20 it does not say, and the stacks show it. */
export function runningTests(part: GoReportPart): readonly string[] {
  const timeout = part.heads.find((head) => head.text.startsWith('test timed out after '))
  if (timeout === undefined) return []
  const lines = timeout.text.split('\n')
  const from = lines.findIndex((line) => line.trim() === 'running tests:')
  if (from < 0) return testsOnStacks(part)
  return lines.slice(from + 1).flatMap((line) => /^\s*(\S+) \([^)]*\)$/.exec(line)?.[1] ?? [])
}

/** Tests that the runner called; those of several packages are not in one process. */
function testsOnStacks({ goroutines }: GoReportPart): readonly string[] {
  return goroutines.flatMap(({ stack: { frames } }) => {
    const runner = frames.findLastIndex(({ func }) => func === 'testing.tRunner')
    return /\.(Test[^./]*)$/.exec(frames[runner - 1]?.func ?? '')?.[1] ?? []
  })
}

/** The test that the crashing goroutine runs, or that made it; a fatal error ends the process before the runner can say that a test failed. */
export function crashedTest(part: GoReportPart): readonly string[] {
  const stack = crashingOf(part, 'fatal')?.stack
  const runner = stack?.frames.findLastIndex(({ func }) => func === 'testing.tRunner') ?? -1
  const func = runner > 0 ? stack?.frames[runner - 1]?.func : (stack?.createdBy?.func ?? '')
  return /\.(Test(?![a-z]|Main\b)[^./()]*)(?:\.func[\d.]+)?$/.exec(func ?? '')?.slice(1) ?? []
}

/**
 * Go prints the goroutine that crashed first, but for g0, on which it handles signals. An error of the runtime itself may be of none: then all
 * of them wait.
 */
function crashingOf(part: GoReportPart, kind: Cause['kind']): GoGoroutine | null {
  const runs = part.goroutines.find(({ id, state }) => id !== '0' && /^(?:running|syscall)/.test(state))
  const [first = null] = part.goroutines
  return runs ?? (kind === 'fatal' && first && first.state !== '' && part.goroutines.length > 1 ? null : first)
}

/** A single running goroutine without a word above it is a panic that was cut; several are a dump, unless the first one panics. */
function untold(part: GoReportPart): Cause {
  const [first] = part.goroutines
  const top = first?.stack.frames[0]?.func ?? ''
  const panics = first?.stack.frames.some(({ func }) => func === 'panic' || func === 'runtime.gopanic') ?? false
  const alone = part.goroutines.length === 1 && (first?.id === null || first?.state.startsWith('running') === true) && !isAskedFor(top)
  if (first && (part.signal || panics || alone)) return { kind: 'panic', message: null, crashing: first, later: [] }
  return { kind: 'dump', message: null, crashing: null, later: [] }
}

function limit(text: string): string {
  return text.length > MESSAGE_LIMIT ? `${text.slice(0, MESSAGE_LIMIT)}…` : text
}
