import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { streamOf } from '../testing/archives.ts'
import { streamBytes } from './file.ts'
import { Ledger } from './ledger.ts'
import { textOf } from './text.ts'

interface Stream {
  readonly stream: Readonly<Record<string, string>>
  readonly values: readonly (readonly [string, string, ...unknown[]])[]
}

const STREAMS: readonly Stream[] = [
  {
    stream: { pod: 'tc-tidb-0', container: 'tidb' },
    values: [
      ['1697704609123456789', '[INFO] "first"\n'],
      ['1697704609100000000', 'second\tline'],
    ],
  },
  { stream: { pod: 'tc-tidb-1' }, values: [['1697704609000000000', '', { traceID: 'x' }]] },
]

const LINES = [
  '{"line":"[INFO] \\"first\\"\\n","labels":{"pod":"tc-tidb-0","container":"tidb"},"timestamp":"2023-10-19T08:36:49.123456789Z"}',
  '{"line":"second\\tline","labels":{"pod":"tc-tidb-0","container":"tidb"},"timestamp":"2023-10-19T08:36:49.1Z"}',
  '{"line":"","labels":{"pod":"tc-tidb-1"},"timestamp":"2023-10-19T08:36:49Z"}',
]

function response(result: readonly Stream[]) {
  return { status: 'success', data: { resultType: 'streams', result, stats: { summary: { bytesProcessedPerSecond: 1 }, values: [1, 2] } } }
}

function stamp(time: string): string {
  if (!/^\d{10,}$/.test(time)) return ''
  const seconds = new Date(Number(time.slice(0, -9)) * 1000).toISOString().slice(0, 19)
  const fraction = time.slice(-9).replace(/0+$/, '')
  return `,"timestamp":"${seconds}${fraction && '.'}${fraction}Z"`
}

async function read(text: string | Buffer, piece = 1000) {
  const ledger = new Ledger()
  const found = await textOf(streamBytes(streamOf(Buffer.from(text), piece), ledger))
  const chunks: Buffer[] = []
  for await (const chunk of found.text) chunks.push(Buffer.from(chunk))
  const out = Buffer.concat(chunks).toString()
  return { lines: out.split('\n').slice(0, -1), out, packing: found.packing, problems: ledger.take('x').map(({ code }) => code) }
}

describe('a Loki response', () => {
  test.each([
    ['compact', JSON.stringify(response(STREAMS))],
    ['indented', JSON.stringify(response(STREAMS), null, 4)],
    ['with a newline behind', `${JSON.stringify(response(STREAMS))}\n`],
    ['with the keys sorted', JSON.stringify({ data: { result: STREAMS, resultType: 'streams', stats: {} }, status: 'success' }, null, 2)],
    ['with encoding flags', JSON.stringify({ status: 'success', data: { resultType: 'streams', encodingFlags: ['x'], result: STREAMS } })],
    ['its data alone', JSON.stringify({ resultType: 'streams', result: STREAMS })],
    ['a push', JSON.stringify({ streams: STREAMS })],
    ['in two parts', STREAMS.map((stream) => JSON.stringify(response([stream]))).join('\n')],
  ])('%s becomes a line for each value', async (_, text) => {
    for (const piece of [1, 13, 5000])
      expect(await read(text, piece)).toMatchObject({ lines: LINES, packing: ['loki-response'], problems: [] })
  })

  test('cut anywhere: the values before the cut, and said', async () => {
    for (const text of [JSON.stringify(response(STREAMS)), JSON.stringify(response(STREAMS), null, 2)]) {
      let most = 0
      for (let cut = text.indexOf('"values"'); cut < text.length; cut += 3) {
        const { lines, problems } = await read(text.slice(0, cut))
        expect(lines).toEqual(LINES.slice(0, lines.length))
        expect(lines.length).toBeGreaterThanOrEqual(most)
        expect(problems).toEqual(['json-damaged'])
        most = lines.length
      }
      expect(most).toBe(LINES.length)
    }
  })

  test('any lines come through whole, one JSON line each', async () => {
    const line = fc.string({ unit: 'grapheme' })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 200 }), async (lines, piece) => {
        const values = lines.map((one, at) => [`${1697704609000000000n + BigInt(at)}`, one] as [string, string])
        const got = await read(JSON.stringify(response([{ stream: { a: 'b' }, values }])), piece)
        expect(got.lines.map((one) => (JSON.parse(one) as { line: string }).line)).toEqual(lines)
      }),
      { numRuns: 60 },
    )
  })

  test('a value looks the same however its escapes were written, and whatever stands between', async () => {
    const char = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('"', '\\', '<', '/', '\n', '\t', '\x1b', 'é', '索', '😀', ']', ','),
    )
    const written = fc.tuple(fc.array(char, { maxLength: 12 }), fc.constantFrom('', 'u', '/')).map(([chars, kind]) => {
      const usual = JSON.stringify(chars.join(''))
      if (kind === '/') return usual.replaceAll('/', '\\/')
      return kind === 'u' ? usual.replace(/[<>&]|[^\x00-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`) : usual
    })
    const value = fc.tuple(
      written,
      fc.constantFrom('1697704609100000000', '1697704610123456789', '16977046101', 'soon'),
      fc.constantFrom('', ' ', ',{"a":"b"}'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 300 }), async (values, piece) => {
        const texts = values.map(([line, time, more]) => (more === ' ' ? ` [ "${time}" , ${line} ]` : `["${time}",${line}${more}]`))
        const got = await read(
          `{"streams":[{"stream":{"pod":"x"},"values":[${texts.join(',')}]},{"stream":{},"values":[["1",""]]}]}`,
          piece,
        )
        const own = values.map(([line, time]) => `{"line":${JSON.stringify(JSON.parse(line))},"labels":{"pod":"x"}${stamp(time)}}`)
        expect(got).toMatchObject({ lines: [...own, '{"line":"","labels":{}}'], problems: [] })
      }),
      { numRuns: 60 },
    )
  })

  test('where it is damaged is told, however far the values before it were read at once', async () => {
    const text = JSON.stringify(response(STREAMS)).replace('"stats":', '"stats"x:')
    const ledger = new Ledger()
    const found = await textOf(streamBytes(streamOf(Buffer.from(text), 50), ledger))
    await found.text.drain()
    expect(ledger.take('x').map(({ detail }) => detail)).toEqual([expect.stringContaining(`"x" at byte ${text.indexOf('x:')} `)])
  })

  test('bytes that are no UTF-8 do not end it', async () => {
    const text = Buffer.from(JSON.stringify(response(STREAMS)))
    text[text.indexOf('first')] = 0xff
    const { lines, problems } = await read(text)
    expect([lines.length, problems]).toEqual([3, []])
  })

  test('something that is no time is left out', async () => {
    const { lines } = await read(JSON.stringify({ streams: [{ stream: {}, values: [['soon', 'x']] }] }))
    expect(lines).toEqual(['{"line":"x","labels":{}}'])
  })
})

test('other JSON is left alone', async () => {
  for (const text of [
    '{"line":"[INFO]","labels":{"a":"b"},"timestamp":"2023-10-19T08:36:49Z"}\n',
    '{"status":"success","data":{"resultType":"matrix","result":[]}}',
    '{"log":"\\"resultType\\":\\"streams\\"","stream":"stderr"}\n',
    '[{"a":1}]',
  ]) {
    expect(await read(text)).toMatchObject({ out: text, packing: [], problems: [] })
  }
})
