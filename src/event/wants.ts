import type { Message } from '../knowledge/contract.ts'
import { messagePrefixes } from '../knowledge/eras.ts'
import { troubleWords } from '../knowledge/spellings.ts'
import { AnyWord } from './any-word.ts'
import { MessageIndex } from './message-index.ts'
import { TellingFields } from './telling-fields.ts'

/** What a test harness logs about a job, as entries of its own (`["jobId: 471, job type: add index, state: queueing"]`). */
const HARNESS = ['jobId: ', 'the status of ddl job ', 'the state of ddl job ']

/** How far into a WARN or worse is looked for what it may be about. */
const LOOKED = 2048

/** Which entries are worth a string: those whose message a table knows, and of the rest what is bad and may be about our subjects. */
export interface MessageWants {
  /**
   * Looks for `buf[start, end)`, a message without its quotes as it stands in the line. Allocates nothing.
   * @returns a number for its text; negative when it is not known
   */
  find(buf: Buffer, start: number, end: number): number
  /** Whether lines with a message that `find` found only need to be counted, unless their fields tell something. */
  isIdle(found: number): boolean
  /** Whether a field in `buf[start, end)` may tell whose line it is: may say yes where none does, never no where one does. */
  tells(buf: Buffer, start: number, end: number): boolean
  text(message: string): boolean
  /** Whether one of the literals stands in `buf[start, end)`. */
  isAsked(buf: Buffer, start: number, end: number): boolean
  /** The quick question: false when no message that begins at `start` can be known. */
  mayBegin(buf: Buffer, start: number): boolean
  /** Whether a WARN or worse with an unknown message may be about one of our subjects, or tell of a panic. */
  worth(buf: Buffer, start: number, end: number): boolean
}

/** What is asked for beyond the tables. */
export interface Asked {
  /** Texts that selections look for. */
  readonly literals: readonly string[]
  /** See idleTexts. */
  readonly idle: readonly string[]
  /** Names of fields that say whose a line is without being an id themselves. */
  readonly telling: readonly string[]
}

const NOTHING: Asked = { literals: [], idle: [], telling: [] }

/** @param messages rows of all subjects */
export function createWants(messages: readonly Message[], { literals, idle, telling }: Asked = NOTHING): MessageWants {
  const index = new MessageIndex(messages, messagePrefixes, { beginnings: [...HARNESS, ...literals], idle })
  const fields = new TellingFields(telling)
  const about = new AnyWord([...troubleWords, ...literals])
  const asked = literals.length === 0 ? null : new AnyWord(literals)
  return {
    worth: (buf, start, end) => about.standsIn(buf, start, Math.min(end, start + LOOKED)),
    isAsked: (buf, start, end) => asked?.standsIn(buf, start, end) ?? false,
    find: (buf, start, end) => index.find(buf, start, end),
    isIdle: (found) => index.isIdle(found),
    tells: (buf, start, end) => fields.tell(buf, start, end),
    mayBegin: (buf, start) => index.mayBegin(buf, start),
    text: (message) => {
      const bytes = Buffer.from(plainText(message))
      return index.find(bytes, 0, bytes.length) >= 0
    },
  }
}

/** TiDB 2 and 3 put their fields behind the text: `run DDL job ID:48, Type:add index, …` → `run DDL job`. */
export function plainText(message: string): string {
  const job = message.indexOf(' ID:')
  return job > 0 && message.startsWith(', Type:', message.indexOf(',', job)) ? message.slice(0, job) : message
}
