/** Bytes of one piece of what is unpacked, and how many are under way at once. */
const PIECE = 1 << 20
const PIECES = 4

/** Memory of pieces that go to another thread and come back. (Memory that threads share is copied several times slower.) */
export class Outbox {
  private readonly free: Uint8Array<ArrayBuffer>[] = Array.from({ length: PIECES }, () => new Uint8Array(PIECE))
  private piece: Uint8Array<ArrayBuffer> | null = null
  private used = 0
  private wake: () => void = () => undefined

  /** @param send gets a piece, and how many of its bytes hold something */
  constructor(private readonly send: (piece: Uint8Array<ArrayBuffer>, size: number) => void) {}

  /** @returns when all bytes were put; that may have to wait for a piece to come back */
  async put(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      while (this.piece === null) {
        this.piece = this.free.shift() ?? null
        if (this.piece === null) await new Promise<void>((resolve) => (this.wake = resolve))
      }
      const size = Math.min(chunk.length - at, PIECE - this.used)
      this.piece.set(chunk.subarray(at, at + size), this.used)
      this.used += size
      at += size
      if (this.used === PIECE) this.flush()
    }
  }

  /** Sends what was put and not sent yet. */
  flush(): void {
    const { piece, used } = this
    this.piece = null
    this.used = 0
    if (piece !== null) this.send(piece, used)
  }

  /** A piece was read. */
  back(piece: Uint8Array<ArrayBuffer>): void {
    this.free.push(piece)
    this.wake()
  }
}
