import type { Instant } from '../entry/entry.ts'
import type { Crash, Event } from '../event/event.ts'
import { type Detection, type DetectLimits, PLAIN, type Sample } from './detection.ts'
import { withoutFields } from './slim.ts'

const SAMPLES = 3
/** Several lines tell of one death, and some logs come twice: a tidb-server takes longer than that to come up again. */
const SAME_MS = 2_000

interface Chain {
  readonly head: Sample[]
  readonly tail: Sample[]
  count: number
  first: Instant
  last: Instant
}

interface Host {
  /** Time of the last start. */
  started: Instant | null
  /** Somebody asked the process to end, or its crash was counted. */
  accounted: boolean
  chain: Chain | null
  worst: Chain | null
}

/** Finds nodes whose process dies again and again. Lines that name no node may be of several, so they tell nothing. */
export class CrashLoops {
  private readonly hosts = new Map<string, Host>()

  constructor(private readonly limits: DetectLimits['crashLoop']) {}

  /** A process began: the one before died, unless it was known to end. */
  started(event: Event): void {
    const { node, time } = event
    if (node === null || time === null) return
    const host = this.host(node)
    if (host.started !== null && time.ms - host.started.ms < SAME_MS) return
    if (host.started !== null && !host.accounted) this.died(host, withoutFields(event), time)
    host.started = time
    host.accounted = false
  }

  /** A process was asked to end, or said that it does: whatever died before it was another trouble. */
  leaving({ node }: Event): void {
    if (node === null) return
    const host = this.host(node)
    host.accounted = true
    host.chain = null
  }

  crashed({ node, time, where, text, endedProcess }: Crash): void {
    if (node === null || time === null || !endedProcess) return
    const host = this.host(node)
    host.accounted = true
    this.died(host, { where, time, text }, time)
  }

  close(): Detection[] {
    return [...this.hosts].flatMap(([node, { worst }]) => (worst === null ? [] : [detection(node, worst)]))
  }

  private died(host: Host, sample: Sample, time: Instant): void {
    const { chain } = host
    if (chain !== null && Math.abs(time.ms - chain.last.ms) < SAME_MS) return
    if (chain === null || time.ms - chain.last.ms > this.limits.pauseMs)
      host.chain = { head: [sample], tail: [], count: 1, first: time, last: time }
    else extend(chain, sample, time)
    const { count } = host.chain!
    if (count >= this.limits.count && count >= (host.worst?.count ?? 0)) host.worst = host.chain
  }

  private host(node: string): Host {
    let host = this.hosts.get(node)
    if (host === undefined) this.hosts.set(node, (host = { started: null, accounted: false, chain: null, worst: null }))
    return host
  }
}

function extend(chain: Chain, sample: Sample, time: Instant): void {
  chain.count++
  chain.last = time
  if (chain.head.length < SAMPLES) chain.head.push(sample)
  else {
    if (chain.tail.length === SAMPLES) chain.tail.shift()
    chain.tail.push(sample)
  }
}

function detection(node: string, { head, tail, count, first, last }: Chain): Detection {
  return {
    ...PLAIN,
    ...{ kind: 'crash-loop', entity: null, nodes: [node], count, first, last },
    periodMs: (last.ms - first.ms) / (count - 1),
    samples: [...head, ...tail],
  }
}
