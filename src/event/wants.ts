import type { Message } from '../knowledge/contract.ts'
import { messagePrefixes } from '../knowledge/eras.ts'
import { MessageIndex } from './message-index.ts'

/** What a test harness logs about a job, as entries of its own (`["jobId: 471, job type: add index, state: queueing"]`). */
const HARNESS = ['jobId: ', 'the status of ddl job ', 'the state of ddl job ']

/** Which entries are worth a string: those whose message a table knows. WARN and worse are wanted anyway, by whoever asks. */
export interface MessageWants {
  /** Whether `buf[start, end)`, a message without its quotes as it stands in the line, is known. Allocates nothing. */
  bytes(buf: Buffer, start: number, end: number): boolean
  text(message: string): boolean
  /** The quick question: false when no message that begins at `start` can be known. */
  mayBegin(buf: Buffer, start: number): boolean
}

/** @param messages rows of all subjects; @param literals further beginnings of messages that somebody asks for */
export function createWants(messages: readonly Message[], literals: readonly string[] = []): MessageWants {
  const index = new MessageIndex(messages, messagePrefixes, [...HARNESS, ...literals])
  return {
    bytes: (buf, start, end) => index.has(buf, start, end),
    mayBegin: (buf, start) => index.mayBegin(buf, start),
    text: (message) => {
      const bytes = Buffer.from(plainText(message))
      return index.has(bytes, 0, bytes.length)
    },
  }
}

/** TiDB 2 and 3 put their fields behind the text: `run DDL job ID:48, Type:add index, …` → `run DDL job`. */
export function plainText(message: string): string {
  const job = message.indexOf(' ID:')
  return job > 0 && message.startsWith(', Type:', message.indexOf(',', job)) ? message.slice(0, job) : message
}
