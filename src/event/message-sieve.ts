const FACTOR = 0x9e3779b1
const SIZE = 1 << 16
const NONE = 0
const LOOK_FURTHER = 1
const MAY = 2

/**
 * The first question about a message, asked of every line: may it be one of the known texts, going by its first six bytes?
 * No is certain, yes is not. Needs no end of the message, so that lines of no interest are never read to theirs.
 */
export class MessageSieve {
  private readonly four = new Uint8Array(SIZE)
  private readonly six = new Uint8Array(SIZE)

  /** Makes `buf[start, end)` known: a message, or the beginning of one, of at least four bytes. */
  add(buf: Buffer, start: number, end: number): void {
    const head = word(buf, start)
    const slot = fourSlot(head)
    if (end - start < 6) this.four[slot] = MAY
    else {
      this.four[slot] = Math.max(this.four[slot]!, LOOK_FURTHER)
      this.six[sixSlot(head, buf, start)] = 1
    }
  }

  mayBegin(buf: Buffer, start: number): boolean {
    const head = word(buf, start)
    const found = this.four[fourSlot(head)]
    if (found === NONE) return false
    return found === MAY || this.six[sixSlot(head, buf, start)] === 1
  }
}

function word(buf: Buffer, at: number): number {
  return buf[at]! | (buf[at + 1]! << 8) | (buf[at + 2]! << 16) | (buf[at + 3]! << 24)
}

function fourSlot(head: number): number {
  return Math.imul(head, FACTOR) >>> 16
}

function sixSlot(head: number, buf: Buffer, at: number): number {
  return Math.imul(head ^ Math.imul(buf[at + 4]! | (buf[at + 5]! << 8), 0x85ebca6b), FACTOR) >>> 16
}
