import type { HeaderLook } from './look.ts'

const SPACE = 0x20

/**
 * The second that a log has come to, by the bytes that print it: most lines show the same as the one before, and are then read without
 * taking their date and zone apart.
 */
export class Second {
  /** Minutes east of UTC. */
  zone = 0
  /** `2023/12/25 11:18:48.` and ` +00:00] [`. */
  private readonly head = new Int32Array(8)
  /** Its instant. */
  private start = Number.NaN

  /** @param at the bracket that opens a head @returns milliseconds since 1970, NaN where another second is printed, or none */
  ms(view: DataView, at: number): number {
    const { head } = this
    if (
      view.getInt32(at + 17, true) !== head[4] ||
      view.getInt32(at + 13, true) !== head[3] ||
      view.getInt32(at + 9, true) !== head[2] ||
      view.getInt32(at + 5, true) !== head[1] ||
      view.getInt32(at + 1, true) !== head[0] ||
      view.getInt32(at + 24, true) !== head[5] ||
      view.getInt32(at + 28, true) !== head[6] ||
      view.getUint16(at + 32, true) !== head[7]
    )
      return Number.NaN
    const [x, y, z] = [view.getUint8(at + 21) - 0x30, view.getUint8(at + 22) - 0x30, view.getUint8(at + 23) - 0x30]
    return isDigit(x) && isDigit(y) && isDigit(z) ? this.start + x * 100 + y * 10 + z : Number.NaN
  }

  /** @param look has just seen the head that begins at `at` */
  learn(view: DataView, at: number, { ms, zone }: HeaderLook): void {
    if (view.getUint8(at + 24) !== SPACE || view.getUint8(at + 32) !== SPACE) return
    for (let i = 0; i < 5; i++) this.head[i] = view.getInt32(at + 1 + i * 4, true)
    this.head[5] = view.getInt32(at + 24, true)
    this.head[6] = view.getInt32(at + 28, true)
    this.head[7] = view.getUint16(at + 32, true)
    this.zone = zone
    this.start = Math.floor(ms / 1000) * 1000
  }
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9
}
