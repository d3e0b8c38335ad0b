import { embeddedReport } from './entry/embedded.ts'
import type { Item } from './entry/entry.ts'
import type { Moment } from './event/backlog.ts'
import { buildCrashes, readReport } from './event/crash.ts'
import type { Crash, FailedTests } from './event/event.ts'
import { noteEvent } from './event/note.ts'
import type { Recogniser } from './event/recognise.ts'
import { wordsOf } from './event/test-words.ts'
import { blame } from './knowledge/blame.ts'

/** Lines of a failed test's output that are shown as evidence. */
const MOST_LINES = 20

/** What an item amounts to: events, crashes, failed tests. */
export interface Understood {
  readonly moments: readonly Moment[]
  readonly failed: FailedTests | null
}

export function understand(item: Item, recogniser: Recogniser): Understood {
  switch (item.kind) {
    case 'note':
      return { moments: [{ event: noteEvent(item), crash: null }], failed: null }
    case 'go-report': {
      const { crashes, failedTests } = readReport(item, blame)
      const { where, time, lines } = item
      const failed =
        failedTests.length === 0
          ? null
          : { names: failedTests, words: wordsOf(item), where, time, text: lines.slice(0, MOST_LINES).join('\n') }
      return { moments: crashes.map(crashed), failed }
    }
    case 'entry': {
      const embedded = embeddedReport(item)
      const events = recogniser.recognise(item).map((event): Moment => ({ event, crash: null }))
      return { moments: embedded ? [...events, ...buildCrashes(embedded, blame).map(crashed)] : events, failed: null }
    }
  }
}

function crashed(crash: Crash): Moment {
  return { event: null, crash }
}
