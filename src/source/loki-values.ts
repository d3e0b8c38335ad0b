import { JSONParser } from '@streamparser/json'
import type { LokiLines } from './loki-lines.ts'

/** Where streams stand: a `query_range` response, its `data` alone, a push or tail body, a bare list of streams. */
const ROOTS = ['$.data.result', '$.result', '$.streams', '$']
const PATHS = ROOTS.flatMap((root) => [`${root}.*.stream`, `${root}.*.values.*`])
/** Positions in the parser's errors count from the last piece that it was given. */
const POSITION = / at chunk position "(\d+)" \(absolute position "\d+"\)/

/** Takes a Loki response in pieces, and writes a line for each value that is whole. */
export class LokiValues {
  /** Why nothing more will come, or null. */
  fault: string | null = null
  /** Values met so far. */
  count = 0
  #place = 0
  readonly #parser = new JSONParser({ paths: PATHS, keepStack: false, separator: '' })

  constructor(lines: LokiLines) {
    this.#parser.onValue = ({ value, key }) => {
      if (key === 'stream') lines.begin(JSON.stringify(value ?? {}))
      else if (Array.isArray(value)) {
        this.count++
        if (typeof value[1] === 'string') lines.add(value[1], value[0])
      }
    }
    this.#parser.onError = ({ message }) => {
      this.fault ??= message.replace(POSITION, (_, at: string) => ` at byte ${this.#place + Number(at)}`)
    }
  }

  /** @param place of its first byte in the response */
  write(text: string, place: number): void {
    this.#place = place
    this.#parser.write(text)
  }

  end(): void {
    if (this.fault === null && !this.#parser.isEnded) this.#parser.end()
  }
}
