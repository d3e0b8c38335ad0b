/** What a row amounts to so far, where the kernel writes it (kernel/counts.ts): to read it there takes a tenth of what asking the kernel takes. */
export class RowCounts {
  static readonly SIZE = 64
  private readonly times: Float64Array
  private readonly numbers: Int32Array

  /** @param place in the memory, on a multiple of eight */
  constructor(memory: ArrayBuffer, place: number) {
    this.times = new Float64Array(memory, place, 3)
    this.numbers = new Int32Array(memory, place + 24, 9)
  }

  /** Times in milliseconds since 1970: of its last line, and the latest of all. */
  get ms(): number {
    return this.times[0]!
  }

  get latest(): number {
    return this.times[1]!
  }

  /** The latest of its INFO; -Infinity without one. */
  get latestInfo(): number {
    return this.times[2]!
  }

  /** The address that the kernel came to. */
  get at(): number {
    return this.numbers[0]!
  }

  get lines(): number {
    return this.numbers[1]!
  }

  get debug(): number {
    return this.numbers[2]!
  }

  get warn(): number {
    return this.numbers[3]!
  }

  get error(): number {
    return this.numbers[4]!
  }

  get fatal(): number {
    return this.numbers[5]!
  }

  /** How many have a message that the tables know. */
  get idle(): number {
    return this.numbers[6]!
  }

  /** How many are later, and how many earlier, than the one before them. */
  get up(): number {
    return this.numbers[7]!
  }

  get down(): number {
    return this.numbers[8]!
  }
}
