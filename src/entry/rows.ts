import type { Order } from './order.ts'

/** More than a page has items: the numbers of two pages lie so far apart. */
const PAGE = 2 ** 23
/** Pages in a row that are turned round. */
const TURNED = 4096
/** Pages in a row of a source that stands newest first, which are not turned round: a large dump of goroutines may take some. */
const UNTURNED = 64

/** How the times of a page lie to those of the pages read before it. */
export type Turn = 'none' | 'before' | 'behind'

/** Tells of each page of a source where the numbers of its items begin, so that they come in the order of time. */
export interface Rows {
  /** Where the numbers of the page's items begin. */
  readonly base: number
  /** Begins the next page. */
  next(order: Order): Turn
  /** The next page continues no row: a reading may as well begin with it. */
  end(): void
}

/** Pages in a row that stand newest first are turned round among themselves: the items of each come before those of the page before it. */
export class TurnedRows implements Rows {
  base = 0
  private top = 0
  /** Pages of the row under way that stand newest first. */
  private turned = 0
  private isOver = false

  next(order: Order): Turn {
    const falls = order === 'descending'
    if (falls && !this.isOver && this.turned > 0 && this.turned < TURNED) {
      this.base -= PAGE
      this.turned++
      return 'before'
    }
    const turn = this.turned > 0 ? 'behind' : 'none'
    this.isOver = false
    this.turned = falls ? 1 : 0
    this.base = this.top + PAGE * (falls ? TURNED : 1)
    this.top = this.base
    return turn
  }

  end(): void {
    this.isOver = true
  }
}

/**
 * Of a source that stands newest first as a whole each page comes before all pages before it, however many there are. Only pages in a row
 * that are in another order, such as those of a large dump, stay in theirs.
 */
export class FallenRows implements Rows {
  base = 0
  private bottom = 0
  /** Pages of the row under way, 0 when what comes begins one. */
  private pages = 0
  private isFirst = true

  next(order: Order): Turn {
    if (order !== 'descending' && this.pages > 0 && this.pages < UNTURNED) {
      this.base += PAGE
      this.pages++
      return 'none'
    }
    this.bottom -= PAGE * UNTURNED
    this.base = this.bottom
    this.pages = 1
    const turn = this.isFirst ? 'none' : 'before'
    this.isFirst = false
    return turn
  }

  end(): void {
    this.pages = 0
  }
}
