/** Something to wait for that may ring before the time is up. */
export class Bell {
  private heard: (() => void) | null = null
  private rung = false

  ring(): void {
    this.rung = true
    this.heard?.()
  }

  /** @returns after so many milliseconds, or as soon as it rang since the last wait ended */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.heard?.(), this.rung ? 0 : ms)
      this.heard = () => {
        clearTimeout(timer)
        this.heard = null
        this.rung = false
        resolve()
      }
    })
  }
}
