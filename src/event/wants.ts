import { STRANGER, type Wants } from '../entry/wants.ts'
import type { Callers, Message } from '../knowledge/contract.ts'
import { messagePrefixes } from '../knowledge/print-places.ts'
import { statementWords, troubleWords } from '../knowledge/spellings.ts'
import { AboutUs } from './about-us.ts'
import { AnyWord } from './any-word.ts'
import { MessageIndex } from './message-index.ts'
import { OurCode } from './our-code.ts'
import { TellingFields } from './telling-fields.ts'

/** What a test harness logs about a job, as entries of its own (`["jobId: 471, job type: add index, state: queueing"]`). */
const HARNESS = ['jobId: ', 'the status of ddl job ', 'the state of ddl job ']

/** How far into a WARN or worse is looked for what it may be about. */
const LOOKED = 2048

/** What is asked for beyond the tables. */
export interface Asked {
  /** Texts that selections look for. */
  readonly literals: readonly string[]
  /** See idleTexts. */
  readonly idle: readonly string[]
  /** Names of fields that say whose a line is without being an id themselves. */
  readonly telling: readonly string[]
  /** Whose lines are counted that no table knows; null: nobody asks, and most lines need not be looked at. */
  readonly callers: Callers | null
}

const NOTHING: Asked = { literals: [], idle: [], telling: [], callers: null }

/** What is wanted: entries whose message a table knows, and of the rest what is bad and may be about our subjects. @param messages rows of all subjects */
export function createWants(messages: readonly Message[], { literals, idle, telling, callers }: Asked = NOTHING): Wants {
  const index = new MessageIndex(messages, messagePrefixes, { beginnings: [...HARNESS, ...literals], idle })
  const fields = new TellingFields(telling)
  const about = new AboutUs([...troubleWords, ...literals], [...statementWords, ...literals])
  const asked = literals.length === 0 ? null : new AnyWord(literals)
  const wants: Wants = {
    isOurs: null,
    worth: (buf, start, end) => about.standsIn(buf, start, Math.min(end, start + LOOKED)),
    isAsked: (buf, start, end) => asked?.standsIn(buf, start, end) ?? false,
    find: (buf, start, end) => index.find(buf, start, end),
    isIdle: (found) => index.isIdle(found),
    tells: (buf, start, end) => fields.tell(buf, start, end),
    mayBegin: (buf, start) => index.mayBegin(buf, start),
    troubles: { leaps: about.leaps, looked: LOOKED },
    saysOf: (hash, name) => fields.says(hash, name),
    text: (message) => {
      const bytes = Buffer.from(plainText(message))
      return index.find(bytes, 0, bytes.length) >= 0
    },
  }
  return callers === null ? wants : closely(wants, callers)
}

/** Has every line looked at: what no table knows is then counted by who printed it. */
function closely(wants: Wants, callers: Callers): Wants {
  const ours = new OurCode(callers)
  return {
    ...wants,
    mayBegin: () => true,
    find: (buf, start, end) => {
      const found = wants.find(buf, start, end)
      return found < 0 ? STRANGER : found
    },
    isOurs: (file, buf, start, end) => ours.has(file, buf, start, end),
  }
}

/** TiDB 2 and 3 put their fields behind the text: `run DDL job ID:48, Type:add index, …` → `run DDL job`. */
export function plainText(message: string): string {
  const job = message.indexOf(' ID:')
  return job > 0 && message.startsWith(', Type:', message.indexOf(',', job)) ? message.slice(0, job) : message
}
