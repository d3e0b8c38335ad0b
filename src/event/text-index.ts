import type { Message } from '../knowledge/contract.ts'
import { messagePrefixes } from '../knowledge/print-places.ts'
import { Candidate } from './choose.ts'
import { plainText } from './wants.ts'

const MOST_REMEMBERED = 4_000
/** Longer messages hold something variable, and would push out those that come again. */
const LONGEST_REMEMBERED = 200
/** Characters that every literal has (the schema of signatures wants more). */
const ASKED_BY = 4
const NOBODY: readonly Candidate[] = []

/** What a message's text alone says. */
export interface Known {
  /** Rows with this text, as it is or without its era's prefix; what TiDB 2 and 3 print behind the text does not count. */
  readonly candidates: readonly Candidate[]
  /** Whether a test harness logs what a job does. */
  readonly isHarness: boolean
  /** Whether somebody asks for messages that begin so. */
  readonly isAsked: boolean
  /** The job that TiDB 2 and 3 print behind the text. */
  readonly trailing: string | null
}

interface Table {
  readonly exact: ReadonlyMap<string, readonly Candidate[]>
  readonly beginnings: readonly Candidate[]
}

/** The rows are the same in all runs. */
const tables = new WeakMap<readonly Message[], Table>()

function tableOf(messages: readonly Message[]): Table {
  const exact = new Map<string, Candidate[]>()
  for (const row of messages) {
    if (row.match === 'prefix') continue
    const same = exact.get(row.text)
    if (same === undefined) exact.set(row.text, [new Candidate(row)])
    else same.push(new Candidate(row))
  }
  return { exact, beginnings: messages.filter(({ match }) => match === 'prefix').map((row) => new Candidate(row)) }
}

/** Finds the rows of a message, and remembers what it found: the same few hundred texts come again and again. */
export class TextIndex {
  private readonly exact: Table['exact']
  private readonly beginnings: Table['beginnings']
  private readonly remembered = new Map<string, Known>()
  /** Beginnings that somebody asks for, by their first characters. */
  private readonly asked = new Map<string, string[]>()

  /** @param literals beginnings of messages that somebody asks for */
  constructor(messages: readonly Message[], literals: readonly string[]) {
    for (const literal of literals) {
      const same = this.asked.get(literal.slice(0, ASKED_BY))
      if (same === undefined) this.asked.set(literal.slice(0, ASKED_BY), [literal])
      else same.push(literal)
    }
    const table = tables.get(messages) ?? tableOf(messages)
    tables.set(messages, table)
    this.exact = table.exact
    this.beginnings = table.beginnings
  }

  of(message: string): Known {
    return this.remembered.get(message) ?? this.find(message)
  }

  private find(message: string): Known {
    const plain = plainText(message)
    const known: Known = {
      candidates: this.lookUp(message),
      isHarness: message.includes('jobId: ') && message.includes(', state: '),
      isAsked: this.asked.get(message.slice(0, ASKED_BY))?.some((literal) => message.startsWith(literal)) ?? false,
      trailing: plain.length === message.length ? null : message.slice(plain.length + 1),
    }
    if (message.length <= LONGEST_REMEMBERED) {
      if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear()
      this.remembered.set(Buffer.from(message).toString(), known)
    }
    return known
  }

  private lookUp(message: string): readonly Candidate[] {
    const prefix = messagePrefixes.find((it) => message.startsWith(it)) ?? ''
    const bare = message.slice(prefix.length)
    const found = this.exact.get(message) ?? this.exact.get(bare) ?? this.exact.get(plainText(bare))
    if (found !== undefined) return found
    const begun = this.beginnings.filter(({ row }) => bare.startsWith(row.text))
    return begun.length === 0 ? NOBODY : begun
  }
}
