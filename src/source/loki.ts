import { Bytes } from './bytes.ts'

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
    const { LokiValues } = await import('./loki-values.ts')
    const values = new LokiValues()
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
