import { JSONParser } from '@streamparser/json'

/** Where streams stand: a `query_range` response, its `data` alone, a push or tail body, a bare list of streams. */
const ROOTS = ['$.data.result', '$.result', '$.streams', '$']
const PATHS = ROOTS.flatMap((root) => [`${root}.*.stream`, `${root}.*.values.*`])

/** Takes a Loki response in slices, and gives a line of JSON for each value that is whole. */
export class LokiValues {
  /** Why nothing more will come, or null. */
  fault: string | null = null
  #labels = '{}'
  #lines: string[] = []
  readonly #parser = new JSONParser({ paths: PATHS, keepStack: false, separator: '' })

  constructor() {
    this.#parser.onValue = ({ value, key }) => {
      if (key === 'stream') this.#labels = JSON.stringify(value ?? {})
      else if (Array.isArray(value) && typeof value[1] === 'string') this.#line(value[0], value[1])
    }
    this.#parser.onError = (error) => {
      this.fault ??= error.message
    }
  }

  write(text: string): void {
    this.#parser.write(text)
  }

  end(): void {
    if (this.fault === null && !this.#parser.isEnded) this.#parser.end()
  }

  take(): Buffer {
    const taken = Buffer.from(this.#lines.join(''))
    this.#lines = []
    return taken
  }

  #line(time: unknown, line: string): void {
    const stamp = typeof time === 'string' ? timestamp(time) : null
    const tail = stamp === null ? '' : `,"timestamp":"${stamp}"`
    this.#lines.push(`{"line":${JSON.stringify(line)},"labels":${this.#labels}${tail}}\n`)
  }
}

/** Nanoseconds since 1970 as RFC 3339 in UTC, trailing zeros dropped as Go's RFC3339Nano does; null for anything else. */
function timestamp(nanoseconds: string): string | null {
  if (!/^\d{10,19}$/.test(nanoseconds)) return null
  const seconds = new Date(Number(nanoseconds.slice(0, -9)) * 1000).toISOString().slice(0, 19)
  const fraction = nanoseconds.slice(-9).replace(/0{1,9}$/, '')
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`
}
