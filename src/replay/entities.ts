import type { Instant } from '../entry/entry.ts'
import type { EntityRef } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import type { Follower } from './follow.ts'
import { detached } from './names.ts'
import { compareNaturally } from './natural.ts'
import { SILENCE, type Speech } from './speech.ts'

/** A bond to what an entity belongs to. */
export interface Kin {
  readonly elder: Known
  readonly inferred: boolean
}

/** Signs of progress and of trying again, kept for what the detectors look at (detect.ts). */
export interface Effort {
  /** Counts the signs of progress. */
  epoch: number
  /** How often it has tried, as last printed. */
  tried: number | null
  /** The newest value of each progress field, by the field's place among them. */
  progress: (string | undefined)[] | null
}

const NONE: readonly never[] = []

/** One entity and all that the replay keeps of it: found once per line, then reached without a look-up. */
export class Known {
  readonly ref: EntityRef
  kin: readonly Kin[] = NONE
  /** By the attribute's place among those of its kind. */
  attributes: (string | undefined)[] | null = null
  nodes: readonly string[] = NONE
  first: Instant | null = null
  last: Instant | null = null
  events = 0
  /** Those of machines that are one per cluster. */
  followers: readonly Follower[] = NONE
  effort: Effort | null = null
  /** Place in the order of all entities, once that is made. */
  rank = -1

  constructor(
    kind: EntityKind,
    id: string,
    /** How lines speak of entities of its kind. */
    readonly speech: Speech,
    /** No two have the same. */
    readonly number: number,
  ) {
    this.ref = { kind, id }
  }
}

interface Book {
  readonly kind: EntityKind
  readonly speech: Speech
  readonly byId: Map<string, Known>
  /** Lines about one entity follow one another. */
  last: Known | null
}

/** Every entity that a line named, by kind and id. */
export class Entities {
  /** A dozen at most: looking through them is quicker than a map. */
  private readonly books: Book[] = []
  private count = 0

  constructor(private readonly speechOf: (kind: EntityKind) => Speech = () => SILENCE) {}

  /** The entity, made known if it was not. */
  of(kind: EntityKind, id: string): Known {
    const book = this.book(kind) ?? this.newBook(kind)
    if (book.last !== null && book.last.ref.id === id) return book.last
    let known = book.byId.get(id)
    if (known === undefined) {
      known = new Known(kind, detached(id), book.speech, this.count++)
      book.byId.set(known.ref.id, known)
    }
    return (book.last = known)
  }

  find(kind: EntityKind, id: string): Known | undefined {
    const book = this.book(kind)
    return book?.last?.ref.id === id ? book.last : book?.byId.get(id)
  }

  /** All, by kind and then by id in natural order; sets their ranks. */
  sorted(): readonly Known[] {
    const all: Known[] = []
    for (const { byId } of [...this.books].sort((a, b) => (a.kind < b.kind ? -1 : 1)))
      for (const known of [...byId.values()].sort((a, b) => compareNaturally(a.ref.id, b.ref.id))) known.rank = all.push(known) - 1
    return all
  }

  private book(kind: EntityKind): Book | undefined {
    for (const book of this.books) if (book.kind === kind) return book
    return undefined
  }

  private newBook(kind: EntityKind): Book {
    const book: Book = { kind, speech: this.speechOf(kind), byId: new Map(), last: null }
    this.books.push(book)
    return book
  }
}

/** Order of entities everywhere in the replay's result. */
export function compareRefs(a: EntityRef, b: EntityRef): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1
  return compareNaturally(a.id, b.id)
}
