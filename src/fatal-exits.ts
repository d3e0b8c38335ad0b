import type { Crash, Event } from './event/event.ts'
import { errorOf, messageOf } from './event/said.ts'
import { blame } from './knowledge/blame.ts'
import { serverProcess } from './knowledge/server-process.ts'
import { nodeKey } from './replay/node-kinds.ts'
import type { SourceTests } from './report/coverage-input.ts'
import { placeOf } from './signature/explain.ts'
import type { Finding } from './signature/finding.ts'
import { groupBy } from './signature/group-by.ts'

/** Lines that are kept, and shown of one finding. */
const MOST = 200
const MOST_EVIDENCE = 8
const LONGEST = 300
/** Further apart a line and a crash are not of one moment. */
const MOMENT_MS = 2_000

interface Told {
  readonly event: Pick<Event, 'node' | 'where' | 'time' | 'text'>
  readonly message: string
}

/** Keeps the FATAL lines of tidb-servers: a process ends with each, without a word of Go's runtime. */
export class FatalExits {
  private readonly kept: Told[] = []
  private readonly serving = new Set<string>()

  see(event: Event): void {
    if (serverProcess.kinds.includes(event.kind)) this.serving.add(nodeKey(event))
    if (event.level !== 'FATAL' || !event.file.endsWith('.go') || this.kept.length >= MOST || !this.isServer(event)) return
    const { node, where, time, text } = event
    const message = [messageOf(event), errorOf(event)].filter((part) => part !== '').join(': ')
    this.kept.push({ event: { node, where, time, text }, message: message.slice(0, LONGEST) })
  }

  /**
   * One finding for all lines that say the same.
   * @param told findings by now: what is evidence of one is told already
   * @param tests of sources: what a test's process does is told as its failure
   */
  findings(told: readonly Finding[], crashes: readonly Crash[], tests: readonly SourceTests[]): readonly Finding[] {
    const places = new Set(told.flatMap(({ evidence }) => evidence.map(placeOf)))
    const tested = new Set(tests.filter(({ tests: { lines } }) => lines > 0).map(({ source }) => source))
    const alone = this.kept.filter(
      ({ event }) =>
        !tested.has(event.where.source) &&
        !places.has(placeOf({ ...event, role: '' })) &&
        !crashes.some((crash) => crash.kind !== 'dump' && isOneMoment(crash, event)),
    )
    return [...groupBy(alone, ({ message }) => message).values()].map(findingOf)
  }

  /** A stack says whose it is; without one only a process that served before is known to be a tidb-server. */
  private isServer(event: Event): boolean {
    const stack = event.fields.stack ?? ''
    if (stack === '') return this.serving.has(nodeKey(event))
    const others = [...serverProcess.others, ...blame.programs.flatMap(({ marks }) => marks)]
    const own = stack.replaceAll(serverProcess.entrance, '')
    return stack.includes(serverProcess.code) && !others.some((mark) => own.includes(mark))
  }
}

function isOneMoment(crash: Crash, event: Told['event']): boolean {
  if (nodeKey(crash) !== nodeKey(event)) return false
  if (crash.time === null || event.time === null) return true
  return Math.abs(crash.time.ms - event.time.ms) <= MOMENT_MS
}

function findingOf(all: readonly Told[]): Finding {
  const times = all.flatMap(({ event }) => event.time ?? []).sort((a, b) => a.ms - b.ms)
  return {
    ...{ code: 'fatal-exit', kind: 'error', severity: 'high', confidence: 'high', signature: null, causedBy: [], entities: [] },
    nodes: [...new Set(all.flatMap(({ event }) => event.node ?? []))].sort(),
    ...{ first: times[0] ?? null, last: times.at(-1) ?? null, count: all.length },
    evidence: all.slice(0, MOST_EVIDENCE).map(({ event: { where, time, text } }) => ({ where, time, text, role: 'last words' })),
    arguments: { message: all[0]?.message ?? '' },
  }
}
