/** What a program had resident while a log was streamed into it. */
export class MemoryCurve {
  private readonly points: { readonly bytes: number; readonly resident: number }[] = []

  /** @param bytes streamed so far */
  add(bytes: number, resident: number): void {
    this.points.push({ bytes, resident })
  }

  /**
   * The highest of each of so many equal parts of what was streamed, in bytes; null for a part in which nobody looked.
   * By bytes and not by time, so that a stream that pauses counts no more than one that does not.
   */
  peaks(parts: number): readonly (number | null)[] {
    const total = this.points.at(-1)?.bytes ?? 0
    const peaks = new Array<number | null>(parts).fill(null)
    for (const { bytes, resident } of this.points) {
      const part = Math.min(parts - 1, Math.floor((bytes / Math.max(1, total)) * parts))
      peaks[part] = Math.max(peaks[part] ?? 0, resident)
    }
    return peaks
  }

  /** How many times the peak of the first quarter that of the last is; null where nobody could look. */
  growth(): number | null {
    const [first, , , last] = this.peaks(4)
    return typeof first === 'number' && typeof last === 'number' ? last / first : null
  }
}
