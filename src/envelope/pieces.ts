import type { Line } from './envelope.ts'

/** More streams than any node has; beyond it the oldest is forgotten. */
const MAX_STREAMS = 256

/**
 * Remembers which streams are in the middle of a line that their transport cut into pieces. What continues a line begins anywhere in
 * it, so it must not be taken for an envelope.
 */
export class Pieces {
  /** Stream -> the line number of its last piece. */
  readonly #open = new Map<string, number>()

  get areOpen(): boolean {
    return this.#open.size > 0
  }

  /** To be asked after each layer. @returns whether the line goes on with one whose piece came before it */
  isContinued(line: Line): boolean {
    // Line 0 is a sample taken out of its place.
    if ((this.#open.size === 0 && !line.partial) || line.line === 0) return false
    const stream = `${line.node}\0${line.container}\0${line.stream}`
    const opened = this.#open.get(stream)
    const isContinued = opened !== undefined && opened < line.line
    if (line.partial) this.#remember(stream, line.line)
    else if (isContinued) this.#open.delete(stream)
    return isContinued
  }

  #remember(stream: string, line: number): void {
    this.#open.delete(stream)
    this.#open.set(stream, line)
    const oldest = this.#open.size > MAX_STREAMS ? this.#open.keys().next().value : undefined
    if (oldest !== undefined) this.#open.delete(oldest)
  }
}
