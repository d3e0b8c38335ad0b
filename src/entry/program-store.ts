import type { Stencil, StencilProgram, Value } from '../envelope/stencil.ts'

/** As many ways of wrapping as may take turns, each with so many bytes. */
const SLOTS = 16
const SLOT = 8 << 10
/** What the kernel calls them. */
const CODES: Readonly<Record<Value, number>> = { payload: 0, word: 0, string: 1, instant: 2 }

/** Keeps in the kernel's memory how lines are wrapped, as `kernel/stencil.ts` reads it. */
export class ProgramStore {
  private readonly place: number
  private readonly slots: (Stencil | null)[] = new Array<Stencil | null>(SLOTS).fill(null)
  private readonly unfit = new WeakSet<Stencil>()
  private next = 0

  /** @param room gives so many bytes of memory a place */
  constructor(room: (bytes: number) => number) {
    this.place = room(SLOTS * SLOT)
  }

  /** @returns where its program lies, null where it has none */
  of(stencil: Stencil, memory: Buffer): number | null {
    if (this.unfit.has(stencil)) return null
    const known = this.slots.indexOf(stencil)
    if (known >= 0) return this.place + known * SLOT
    const bytes = written(stencil.program)
    if (bytes.length > SLOT) {
      this.unfit.add(stencil)
      return null
    }
    const slot = this.next++ % SLOTS
    this.slots[slot] = stencil
    memory.set(bytes, this.place + slot * SLOT)
    return this.place + slot * SLOT
  }
}

function written({ payload, needsNewline, isString, literals, values }: StencilProgram): Buffer {
  const parts = literals.map((bytes, i) => {
    const part = Buffer.alloc(8 + Math.ceil(bytes.length / 4) * 4)
    part.writeInt32LE(bytes.length)
    part.writeInt32LE(CODES[values[i] ?? 'payload'], 4)
    part.set(bytes, 8)
    return part
  })
  const head = Buffer.alloc(16)
  head.writeInt32LE(payload)
  head.writeInt32LE(literals.length - 1, 4)
  head.writeInt32LE(needsNewline ? 1 : 0, 8)
  head.writeInt32LE(isString ? 1 : 0, 12)
  return Buffer.concat([head, ...parts])
}
