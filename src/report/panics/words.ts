import type { BlockedOn, Bucket, Minutes } from '../../event/event.ts'
import type { ReportCrash } from '../report.ts'
import { clockTime, compareTimes, readableTime } from '../time.ts'
import { counted } from '../wording/names.ts'
import { placeOf } from '../wording/place.ts'
import type { Alike } from './alike.ts'
import type { PanicsReport } from './panics.ts'

/** Numbers of goroutines that are listed for a group. */
const MOST_IDS = 12
/** Nodes, and places, that are listed of crashes alike. */
const MOST_LISTED = 6

const KINDS: Readonly<Record<ReportCrash['kind'], string>> = {
  ...{ panic: 'panic', fatal: 'fatal error', deadlock: 'deadlock', timeout: 'test timeout', race: 'data race', leak: 'goroutine leak' },
  dump: 'goroutine dump',
}

const WAITS: Readonly<Record<BlockedOn['what'], string>> = {
  ...{ lock: 'for a lock', 'wait-group': 'for a wait group', condition: 'for a condition', io: 'for the network or a file' },
  ...{ 'channel-receive': 'to receive from a channel', 'channel-send': 'to send on a channel', select: 'in a select' },
  ...{ 'system-call': 'in a system call', forever: 'for nothing that can come' },
}

/** `2 panics, 1 goroutine dump in 1204 lines`; `30 panics, 2 different, in 660 lines`. @param kinds how many of them differ */
export function foundLine({ crashes, coverage }: PanicsReport, kinds: number): string {
  const found = (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) => {
    const count = crashes.filter((crash) => crash.kind === kind).length
    return count === 0 ? [] : [counted(count, KINDS[kind])]
  })
  const where = `in ${counted(coverage.lines, 'line')}${coverage.sources > 1 ? ` of ${coverage.sources} sources` : ''}`
  if (found.length === 0) return `No panic, fatal error, race or goroutine dump ${where}.`
  const different = kinds < crashes.length ? `, ${kinds} different,` : ''
  return `${found.join(', ')}${different} ${where}`
}

/** `30 times alike until 18:29:07.412, on tidb-0, tidb-1`, `also at loop.txt:13, loop.txt:24 …`; nothing of one that is alone. */
export function againLines(crashes: Alike): readonly string[] {
  const [first, ...again] = crashes
  if (again.length === 0) return []
  const last = crashes
    .map(({ time }) => time)
    .filter((time) => time !== null)
    .sort(compareTimes)
    .at(-1)
  const nodes = [...new Set(crashes.flatMap(({ node }) => node ?? []))].sort()
  const until = last && last !== first.time ? ` until ${clockTime(last, first.time)}` : ''
  const times = crashes.reduce((sum, { count }) => sum + count, 0)
  return [
    `${times} times alike${until}${nodes.length > 1 ? `, on ${listed(nodes)}` : ''}`,
    `also at ${listed(again.map(({ where }) => `${where.source}:${where.line}`))}`,
  ]
}

function listed(all: readonly string[]): string {
  const more = all.length - MOST_LISTED
  return `${all.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Where and when, and what became of the process. */
export function crashFacts(crash: ReportCrash): string {
  return [
    crash.node ?? 'unknown node',
    readableTime(crash.time),
    crash.goroutine && `goroutine ${crash.goroutine.id} [${crash.goroutine.state}]`,
    crash.count > 1 ? `${crash.count} times` : null,
    crash.endedProcess ? null : 'the process survived',
    crash.complete ? null : 'the report is cut',
    `${crash.where.source}:${crash.where.line}`,
  ]
    .filter((fact) => fact !== null)
    .join(' · ')
}

/** `SIGSEGV, code 0x1, addr 0x28, pc 0x4c2b62`; null without a signal. */
export function signalLine({ signal }: ReportCrash): string | null {
  if (signal === null) return null
  const words = (['code', 'addr', 'pc'] as const).flatMap((word) => (signal[word] === null ? [] : [`${word} ${signal[word]}`]))
  return `signal: ${[signal.name, ...words].join(', ')}`
}

/** `for the lock 0xc000a1b2c0, 14–76 min, in ddl.(*jobScheduler).load (pkg/ddl/job_scheduler.go:217)`. */
export function waitLine({ what, lock, waited, at, places }: BlockedOn): string {
  const whom = lock === null ? WAITS[what] : `${WAITS[what].replace('for a ', 'for the ')} ${lock}`
  const others = places > 1 ? ` and ${counted(places - 1, 'other place')}` : ''
  return [whom, minutes(waited), `in ${placeOf(at)}${others}`].filter((part) => part !== '').join(', ')
}

/** `200 × [chan receive, 14–76 min]  goroutines 33, 35, 36 …`; all numbers when `full`. */
export function groupLine({ count, state, ids }: Bucket, full: boolean): string {
  const shown = full ? ids : ids.slice(0, MOST_IDS)
  const numbers = `${shown.join(', ')}${shown.length < ids.length ? ' …' : ''}`
  const named = ids.length === 0 ? '' : `goroutine${ids.length === 1 ? '' : 's'} ${numbers}`
  return [`${count} ×`, state === '' ? '' : `[${state}]`, named].filter((part) => part !== '').join(' ')
}

function minutes({ least, most }: Minutes): string {
  if (most === 0) return ''
  return least === most ? `${most} min` : `${least}–${most} min`
}
