import type { Instant } from '../entry/entry.ts'
import type { EntityRef } from '../event/event.ts'
import type { Coverage } from './coverage.ts'
import type { EntityRecord, History } from './history.ts'
import type { Word } from './last-words.ts'

/** Reasons for a missing line that make one doubt whether other lines are missing, too. */
const LOST: ReadonlySet<string> = new Set(['unexplained', 'gap', 'level-off', 'other-node'])

/** What the replay noted of places while it went. */
export interface Noted {
  /** When the process behind a node or a source last began or ended, or its ownership changed; null when it did not. */
  turnedAt(place: string): Instant | null
  /** How the last word on the state of an entity was followed; null when there was none. */
  lastWord(ref: EntityRef): Readonly<Word> | null
  /** Whether a source proves that none of its lines are missing. */
  isWhole(source: string): boolean
}

/**
 * Answers whether silence means something: whether those who spoke of an entity went on printing INFO without a break, none of them
 * began anew, and no line was lost of all that they told before.
 */
export class Watchmen {
  private readonly records: ReadonlyMap<string, EntityRecord>
  private readonly lastWords = new Map<string, Instant>()
  /** Sources of which lines seem to have been lost. */
  private readonly lossy = new Set<string>()

  constructor(
    entities: readonly EntityRecord[],
    histories: readonly History[],
    private readonly coverage: Coverage,
    private readonly noted: Noted,
  ) {
    this.records = new Map(entities.map((record) => [keyOf(record.ref), record]))
    for (const record of entities) this.hear(record)
    for (const { steps, assumptions } of histories) {
      if (!assumptions.some(({ because }) => LOST.has(because))) continue
      for (const { where } of steps) if (where !== null) this.lossy.add(where.source)
    }
  }

  recordOf(ref: EntityRef): EntityRecord | null {
    return this.records.get(keyOf(ref)) ?? null
  }

  /** When a line last named the entity, or one that belongs to it. */
  lastWord(ref: EntityRef): Instant | null {
    return this.lastWords.get(keyOf(ref)) ?? null
  }

  /** Whether lines seem to have been lost of what a history was told in: then more may be, and nothing may be made of their absence. */
  doubts({ steps, violations }: History): boolean {
    return (
      violations.length > 0 ||
      steps.some(({ where }) => where !== null && (this.lossy.has(where.source) || !this.noted.isWhole(where.source)))
    )
  }

  /**
   * Whether no hole in a log can have swallowed what came after the last word on an entity: who told it went on at once about something else,
   * or there were others who would have told of it, and nobody had answered to anything that is not there. And whether who told it was in
   * a position to go on.
   */
  holdsOut({ ref, nodes }: EntityRecord, last: Instant, dueMs: number): boolean {
    const word = this.noted.lastWord(ref)
    if (word === null || word.at === null || this.hasTurned(word.place, word.at)) return false
    const wentOn = word.next !== null && word.next.ms >= last.ms && word.next.ms - last.ms <= dueMs
    return wentOn || (nodes.length > 1 && !word.answered)
  }

  /**
   * Until when all who spoke of an entity can be seen to go on after a moment.
   * @param source that spoke of it last
   * @param dueMs how long after it a line was due at the latest
   * @returns null when one of them cannot be read without a break, or began anew
   */
  until({ nodes }: Pick<EntityRecord, 'nodes'>, source: string, since: Instant, dueMs: number): Instant | null {
    const places = nodes.length > 0 ? nodes : [`@${source}`]
    let until: Instant | null = null
    for (const place of places) {
      if (this.hasTurned(place, since)) return null
      const end = this.coverage.unbroken(nodes.length > 0 ? place : null, source, since, dueMs, this.noted.isWhole)
      if (end === null) return null
      if (until === null || end.ms < until.ms) until = end
    }
    return until
  }

  private hasTurned(place: string, since: Instant): boolean {
    const turned = this.noted.turnedAt(place)
    return turned !== null && turned.ms >= since.ms
  }

  private hear({ ref, kin, last }: EntityRecord): void {
    if (last === null) return
    const family = [keyOf(ref), ...Object.entries(kin).map(([kind, id]) => `${kind} ${id}`)]
    for (const key of family) {
      const known = this.lastWords.get(key)
      if (known === undefined || last.ms > known.ms) this.lastWords.set(key, last)
    }
  }
}

function keyOf({ kind, id }: EntityRef): string {
  return `${kind} ${id}`
}
