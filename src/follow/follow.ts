import type { Item } from '../entry/entry.ts'
import { HoldBack } from '../event/hold-back.ts'
import type { Journey } from '../journey.ts'
import { Bell } from './bell.ts'
import { feed, type Log } from './feed.ts'
import { Lane } from './lane.ts'

/** Milliseconds between two looks at what came. */
const BEAT = 100
/** Beats after which an entry or a Go report to which nothing was added counts as ended. */
const REST = 4
/** Beats after which what is told of an event is told on, although a later line might tell more. */
const LET_GO = 2
/** Milliseconds that lines wait for lines of other logs that were printed before them. */
const HOLD = 600
/** Items that wait so at most. */
const MOST = 20_000

/**
 * Goes on with logs that are still being written, until all have ended or the run is stopped. What a line says is known to the journey
 * within some two seconds of its coming.
 */
export async function follow(logs: readonly Log[], { wants, survey, tracker, pass, letGo, stop }: Journey, tell: (text: string) => void) {
  const held = new HoldBack<Item>(MOST)
  const now = (): number => performance.now()
  const lanes = logs.map(({ head }) => new Lane(head, survey.readOf(head.name)?.lines ?? 0, wants, held, now))
  const passOn = (hold: number): void => {
    for (const item of held.due(now() - hold)) pass(item)
  }
  const fed = (): void => {
    if (held.isFull) passOn(HOLD)
  }

  const bells = logs.map(() => new Bell())
  const beating = new Bell()
  const ending = new AbortController()
  const stopped = AbortSignal.any([stop, ending.signal])
  const ring = (): void => {
    for (const bell of [...bells, beating]) bell.ring()
  }
  stopped.addEventListener('abort', ring, { once: true })
  let ended = false
  const feeding = Promise.all(logs.map((log, i) => feed(log, { lane: lanes[i]!, fed, stop: stopped, bell: bells[i]!, tell }))).finally(
    () => {
      ended = true
      beating.ring()
    },
  )
  // It is awaited later: until then a failure must not count as unheard.
  feeding.catch(() => undefined)

  try {
    for (let beat = 1; !ended; beat++) {
      await beating.wait(BEAT)
      for (const lane of lanes) lane.settle(beat % REST === 0)
      passOn(lanes.length > 1 || held.runs > 1 ? HOLD : 0)
      if (beat % LET_GO === 0) letGo()
      tracker.follow(
        logs.length,
        lanes.reduce((sum, { lines }) => sum + lines, 0),
      )
    }
    const problems = await feeding
    for (const [i, { head }] of logs.entries()) survey.goOn({ head, problems: problems[i]!, summary: lanes[i]!.close() })
    passOn(Number.NEGATIVE_INFINITY)
  } finally {
    ending.abort()
  }
}
