import type { Instant } from '../entry/entry.ts'
import type { Event } from '../event/event.ts'
import { type Detection, type DetectLimits, PLAIN, type Sample } from './detection.ts'
import { passes } from './node-kinds.ts'
import type { OwnerTests } from './ownership.ts'
import { withoutFields } from './slim.ts'

const SAMPLES = 3

interface Change {
  readonly time: Instant
  readonly node: string
}

interface Stretch {
  readonly head: Sample[]
  readonly tail: Sample[]
  readonly nodes: Set<string>
  readonly first: Instant
  last: Instant
  count: number
}

/**
 * Finds a DDL owner that changes again and again though no process ends. Lines that name no node may be of several, so they tell nothing;
 * two owners at one time are no change, they break a rule of the tables.
 */
export class OwnerFlapping {
  /** Who owns it, and who did before that. */
  private owner: string | null = null
  private former: string | null = null
  /** The last line that told of an owner: a log that was collected under two names has it twice. */
  private taken: Pick<Event, 'text' | 'time'> | null = null
  /** The owner's process went: that the next one takes over is due. */
  private due = false
  /** The last changes: as many as make a fault. */
  private recent: Change[] = []
  private samples: Sample[] = []
  private stretch: Stretch | null = null
  private worst: Stretch | null = null

  constructor(private readonly limits: DetectLimits['flapping']) {}

  /** @param tests what is to be asked of lines of its kind */
  see(event: Event, tests: OwnerTests): void {
    const { node, time } = event
    if (node === null || time === null) return
    if (tests.loses.some((test) => passes(test, event))) {
      if (this.owner === node) this.give(node)
    } else if (tests.becomes.some((test) => passes(test, event)) && !this.isSaidAgain(event) && this.owner !== node)
      this.take(event, node, time)
  }

  /** A node's process began, ends or crashed. */
  turned(node: string): void {
    if (node !== this.owner && node !== this.former) return
    this.due = true
    if (node === this.owner) this.give(node)
  }

  close(): Detection[] {
    if (this.worst === null) return []
    const { head, tail, nodes, first, last, count } = this.worst
    return [
      {
        ...PLAIN,
        ...{ kind: 'owner-flapping', entity: null, nodes: [...nodes].sort(), count, first, last },
        periodMs: (last.ms - first.ms) / (count - 1),
        samples: [...head, ...tail],
      },
    ]
  }

  private isSaidAgain({ text, time }: Event): boolean {
    const isSame = this.taken?.time?.ms === time?.ms && this.taken?.text === text
    if (!isSame) this.taken = { text, time }
    return isSame
  }

  private give(node: string): void {
    this.owner = null
    this.former = node
  }

  private take(event: Event, node: string, time: Instant): void {
    const known = this.owner ?? this.former
    this.owner = node
    this.former = null
    if (known !== null && !this.due) this.change(event, { time, node })
    this.due = false
  }

  private change(event: Event, change: Change): void {
    const { count, withinMs } = this.limits
    this.recent.push(change)
    this.samples.push(withoutFields(event))
    if (this.recent.length > count) {
      this.recent.shift()
      this.samples.shift()
    }
    const first = this.recent[0] as Change
    if (this.recent.length < count || change.time.ms - first.time.ms > withinMs) {
      this.stretch = null
      return
    }
    if (this.stretch === null) {
      const nodes = new Set(this.recent.map((it) => it.node))
      this.stretch = {
        head: this.samples.slice(0, SAMPLES),
        tail: this.samples.slice(SAMPLES),
        nodes,
        first: first.time,
        last: change.time,
        count,
      }
    } else extend(this.stretch, event, change)
    if (this.stretch.count >= (this.worst?.count ?? 0)) this.worst = this.stretch
  }
}

function extend(stretch: Stretch, event: Event, { time, node }: Change): void {
  stretch.count++
  stretch.last = time
  stretch.nodes.add(node)
  stretch.tail.push(withoutFields(event))
  if (stretch.tail.length > SAMPLES) stretch.tail.shift()
}
