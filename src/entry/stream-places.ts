/** Where the items of a stream lie, in the order in which they belong. */
export interface Places {
  readonly count: number
  /** Quickest when asked for in turn. */
  at(i: number): number
}

/**
 * Gathers where the items of a stream lie, and their numbers in it. Neighbours whose numbers rise are one run: mostly there is one in a
 * batch, so that no memory is needed for each item.
 */
export class StreamPlaces {
  /** The least number so far. */
  first = Number.POSITIVE_INFINITY
  private readonly place: number[] = []
  private readonly length: number[] = []
  private readonly from: number[] = []
  private readonly to: number[] = []

  add(place: number, seq: number): void {
    const last = this.place.length - 1
    if (last >= 0 && place === this.place[last]! + this.length[last]! && seq >= this.to[last]!) {
      this.length[last]!++
      this.to[last] = seq
    } else {
      this.place.push(place)
      this.length.push(1)
      this.from.push(seq)
      this.to.push(seq)
    }
    if (seq < this.first) this.first = seq
  }

  /**
   * The items in the order of their numbers, equal ones in that in which they came.
   * @param seqAt the number of the item at a place, as it was added
   */
  inOrder(seqAt: (place: number) => number): Places {
    const { place, length, from, to } = this
    const runs = from.map((_, run) => run).sort((a, b) => from[a]! - from[b]! || a - b)
    const sorted = new SortedPlaces()
    for (let begin = 0; begin < runs.length; ) {
      let end = begin + 1
      for (let last = to[runs[begin]!]!; end < runs.length && from[runs[end]!]! <= last; end++) last = Math.max(last, to[runs[end]!]!)
      if (end === begin + 1) sorted.add(place[runs[begin]!]!, length[runs[begin]!]!)
      else for (const item of this.itemsOf(runs.slice(begin, end), seqAt)) sorted.add(item.place, 1)
      begin = end
    }
    return sorted
  }

  /** The items of runs whose numbers overlap, in their order. */
  private itemsOf(runs: readonly number[], seqAt: (place: number) => number): readonly { readonly place: number; readonly seq: number }[] {
    const inTheOrderTheyCame = runs.toSorted((a, b) => a - b)
    return inTheOrderTheyCame
      .flatMap((run) => Array.from({ length: this.length[run]! }, (_, k) => this.place[run]! + k))
      .map((place) => ({ place, seq: seqAt(place) }))
      .sort((a, b) => a.seq - b.seq)
  }
}

class SortedPlaces implements Places {
  count = 0
  private readonly place: number[] = []
  private readonly starts: number[] = []
  /** The run that was last asked of. */
  private run = 0

  add(place: number, length: number): void {
    const last = this.place.length - 1
    if (last < 0 || place !== this.place[last]! + this.count - this.starts[last]!) {
      this.place.push(place)
      this.starts.push(this.count)
    }
    this.count += length
  }

  at(i: number): number {
    const { starts } = this
    if (i >= (starts[this.run + 1] ?? this.count)) this.run++
    if (i < starts[this.run]! || i >= (starts[this.run + 1] ?? this.count)) this.run = runOf(starts, i)
    return this.place[this.run]! + (i - starts[this.run]!)
  }
}

/** The last run that starts at or before `i`. */
function runOf(starts: readonly number[], i: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= i) low = middle
    else high = middle - 1
  }
  return low
}
