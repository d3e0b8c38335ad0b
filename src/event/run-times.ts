/** What order needs to know of a run: the times of its items, without the items. */
export interface RunTimes {
  readonly source: string
  readonly count: number
  /** Milliseconds since 1970, NaN without a time. */
  ms(i: number): number
  /** Minutes east of UTC, null when none was printed. */
  zone(i: number): number | null
  /** Notes were written by somebody who looked from outside: with a time of their own they stand by it alone. */
  isNote(i: number): boolean
}
