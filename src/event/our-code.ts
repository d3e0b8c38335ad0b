import type { Callers } from '../knowledge/contract.ts'

/** Tells lines of DDL, ingest and distributed-task code from others, by the file that printed them and by what they say of themselves. */
export class OurCode {
  private readonly own: ReadonlySet<string>
  private readonly shared: ReadonlySet<string>
  private readonly ids: readonly Buffer[]
  private readonly marks: readonly Buffer[]

  constructor({ own, shared, ids, marks }: Callers) {
    this.own = new Set(own)
    this.shared = new Set(shared)
    this.ids = ids.map((id) => Buffer.from(id))
    this.marks = marks.map((mark) => Buffer.from(mark))
  }

  /** @param file name of the caller of the line `buf[start, end)`, empty where it has none */
  has(file: string, buf: Buffer, start: number, end: number): boolean {
    if (this.own.has(file)) return true
    const line = buf.subarray(start, end)
    return this.marks.some((mark) => line.includes(mark)) || (this.shared.has(file) && this.ids.some((id) => line.includes(id)))
  }
}
