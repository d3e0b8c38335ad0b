import { Recent } from './entry/recent.ts'
import type { Wants } from './entry/wants.ts'
import { idleTexts, type Minder } from './event/idle.ts'
import { type Asked, createWants } from './event/wants.ts'
import type { Message } from './knowledge/contract.ts'
import { messages } from './knowledge/index.ts'

/** A program asks for few things, again and again; what looks at lines for each takes some megabytes. */
const KEPT = 4

const known = new Recent<string, Wants>(KEPT)
const mindedByTables = new Map<Message, boolean>()

/** What is wanted of lines, the same for all runs that ask for the same: what looks at lines is set up once, and what it learnt of them stays. */
export function wantsFor(asked: Asked): Wants {
  const key = JSON.stringify([asked.literals, asked.idle, asked.telling, asked.callers !== null])
  const wants = known.get(key) ?? createWants(messages, asked)
  known.set(key, wants)
  return wants
}

/**
 * Texts whose lines change nothing, see idleTexts.
 * @param tables those whose answers rest on the tables alone: they are asked once for all runs @param others of this run
 */
export function idleFor(tables: readonly Minder[], others: readonly Minder[]): readonly string[] {
  const minds = (row: Message): boolean => {
    const said = mindedByTables.get(row) ?? tables.some((minder) => minder.minds(row))
    mindedByTables.set(row, said)
    return said
  }
  return idleTexts(messages, [{ minds }, ...others])
}
