import { setImmediate } from 'node:timers/promises'
import type { Decompressor } from './engine.ts'

/** What node:zlib keeps to itself. */
interface Internals {
  readonly _handle?: Handle
  /** What was left of output and input. */
  readonly _writeState?: Uint32Array
}

interface Handle {
  onerror: (message: string) => void
  writeSync?(flush: number, input: Buffer, inAt: number, inSize: number, out: Buffer, outAt: number, outSize: number): void
}

const NO_FLUSH = 0
/** Between so many pieces timers and signal handlers get their turn. */
const PIECES_PER_TURN = 64

/**
 * Drives a decompressor of node:zlib in the caller's own thread, into one piece of memory that is used again and again: the stream itself
 * hands each step to another thread, and allocates for each, which takes longer than to unpack.
 */
export class DirectEngine {
  error: Error | null = null
  private given = 0

  private constructor(
    private readonly stream: Decompressor,
    private readonly handle: Required<Handle>,
    private readonly state: Uint32Array,
    private readonly out: Buffer,
  ) {
    stream.on('error', () => undefined)
    handle.onerror = (message) => {
      this.error = new Error(message)
    }
  }

  /** @param size bytes of output that are given at once @returns null where this Node has other internals */
  static of(stream: Decompressor, size: number): DirectEngine | null {
    const { _handle: handle, _writeState: state } = stream as Internals
    if (typeof handle?.writeSync !== 'function' || !(state instanceof Uint32Array) || state.length !== 2) return null
    return new DirectEngine(stream, handle as Required<Handle>, state, Buffer.allocUnsafeSlow(size))
  }

  /** Gives what `chunk` unpacks to, each piece valid until the next is asked for. @returns how many bytes of it were used */
  async *push(chunk: Buffer): AsyncGenerator<Buffer, number> {
    const { handle, state, out } = this
    let used = 0
    for (;;) {
      handle.writeSync(NO_FLUSH, chunk, used, chunk.length - used, out, 0, out.length)
      if (this.error !== null) return used
      const [room, left] = state as Uint32Array & [number, number]
      used = chunk.length - left
      if (room < out.length) yield out.subarray(0, out.length - room)
      if (++this.given % PIECES_PER_TURN === 0) await setImmediate()
      if (room > 0) return used
    }
  }

  close(): void {
    this.stream.destroy()
  }
}
