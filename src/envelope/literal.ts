/** Bytes that stand the same in line after line, compared eight at a time. */
export class Literal {
  readonly length: number
  readonly #view: DataView
  /** Where the last eight bytes begin; below 0 when there are fewer. */
  readonly #last: number

  /** @param bytes without any 0, since eight of them read as a number would equal eight others (0 and -0) */
  constructor(bytes: Buffer) {
    const own = Uint8Array.from(bytes)
    this.#view = new DataView(own.buffer)
    this.length = own.length
    this.#last = own.length - 8
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.#view.buffer)
  }

  standsAt(view: DataView, at: number): boolean {
    const own = this.#view
    const last = this.#last
    if (at < 0 || at + this.length > view.byteLength) return false
    for (let i = 0; i < last; i += 8) if (view.getFloat64(at + i, true) !== own.getFloat64(i, true)) return false
    if (last >= 0) return view.getFloat64(at + last, true) === own.getFloat64(last, true)
    for (let i = 0; i < this.length; i++) if (view.getUint8(at + i) !== own.getUint8(i)) return false
    return true
  }
}
