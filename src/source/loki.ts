import { JSONParser } from '@streamparser/json'
import { Bytes } from './bytes.ts'

/** Where streams stand: a `query_range` response, its `data` alone, a push or tail body, a bare list of streams. */
const ROOTS = ['$.data.result', '$.result', '$.streams', '$']
const PATHS = ROOTS.flatMap((root) => [`${root}.*.stream`, `${root}.*.values.*`])
/** JSON held without a value coming out of it: then it is no log, whatever it is. */
const LONGEST_VALUE = 64 * 1024 * 1024
const SLICE = 64 * 1024
const OPENING = /^\s*(?:\{\s*"(?:status|data|result|resultType|streams)"\s*:|\[\s*\{\s*"(?:stream|values)"\s*:)/
const STREAMS = /"resultType"\s*:\s*"streams"|"(?:result|streams)"\s*:\s*\[\s*\{\s*"(?:stream|values)"\s*:|^\s*\[\s*\{\s*"stream"\s*:\s*\{/

/** Whether text that starts so is a response of Loki with log lines in it: compact or indented, keys in any order. */
export function isLokiResponse(head: string): boolean {
  return OPENING.test(head) && STREAMS.test(head)
}

/**
 * Turns a Loki response into lines of JSON, one per value and in their order: `{"line":…,"labels":{…},"timestamp":…}`, what `logcli -o jsonl` prints.
 * A response that ends early gives the values it has and the problem `json-damaged`.
 */
export function lokiLines(input: Bytes): Bytes {
  return new Bytes(input.ledger, async function* (self) {
    const values = new Values()
    // Bytes that are no UTF-8 would make the parser stop.
    const decoder = new TextDecoder()
    let silent = 0
    for await (const chunk of input) {
      for (let at = 0; at < chunk.length && values.fault === null; at += SLICE) {
        const slice = chunk.subarray(at, at + SLICE)
        values.write(decoder.decode(slice, { stream: true }))
        const lines = values.take()
        silent = lines.length === 0 ? silent + slice.length : 0
        if (silent > LONGEST_VALUE) values.fault = 'a value is too long'
        yield lines
      }
      if (values.fault !== null) break
    }
    values.end()
    yield values.take()
    if (input.failed) self.failed = true
    else if (values.fault !== null) self.fail('json-damaged', values.fault)
  })
}

class Values {
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
