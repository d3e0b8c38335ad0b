import { Bytes } from './bytes.ts'

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
    const { LokiResponse } = await import('./loki-response.ts')
    const response = new LokiResponse()
    for await (const chunk of input) {
      yield response.add(chunk)
      if (response.fault !== null) break
    }
    yield response.end()
    if (input.failed) self.failed = true
    else if (response.fault !== null) self.fail('json-damaged', response.fault)
  })
}
