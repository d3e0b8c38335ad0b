/** What is said in one place and taken in another, in its order. One takes at a time. */
export class Mailbox<T> {
  private readonly letters: T[] = []
  private closed = false
  private failure: { readonly error: unknown } | null = null
  private wake: () => void = () => undefined

  put(letter: T): void {
    this.letters.push(letter)
    this.wake()
  }

  /** Nothing more will be said. */
  close(): void {
    this.closed = true
    this.wake()
  }

  /** Whoever takes is told of the error, at once. */
  fail(error: unknown): void {
    this.failure = { error }
    this.wake()
  }

  /** @returns the next, null when there will be none */
  async take(): Promise<T | null> {
    for (;;) {
      if (this.failure !== null) throw this.failure.error
      if (this.letters.length > 0) return this.letters.shift()!
      if (this.closed) return null
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }
}
