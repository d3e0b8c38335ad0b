import { tmpdir } from 'node:os'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TRANSPORTS } from '../testing/transports.ts'
import { unsure } from '../testing/wants.ts'
import { BlockStore } from './block-store.ts'
import type { Item } from './entry.ts'
import { ItemStore } from './item-store.ts'
import { readSource } from './read.ts'
import type { ReadingSummary } from './tally.ts'

const isWanted = (text: string): boolean => text.startsWith('wanted')
const wants = {
  find: (buf: Buffer, start: number, end: number) => (isWanted(buf.toString('latin1', start, end)) ? 0 : -1),
  isIdle: () => false,
  isAsked: () => false,
  tells: () => true,
  text: isWanted,
  isOurs: null,
  ...unsure,
  mayBegin: (buf: Buffer, start: number) => isWanted(buf.toString('latin1', start, start + 6)),
  worth: () => true,
}
/** Enough lines for a page that is read as it stands, and not looked at as a whole. */
const LINES = 2600

const HEADS = ['[INFO] [a.go:1] ["wanted thing"]', '[INFO] [a.go:1] ["quiet thing"]', '[DEBUG] [a.go:1] [quiet]', '[WARN] ["trouble"]']
const tail = fc.constantFrom(
  '[a="b c"]',
  '[sql="select \\"x\\" from `t` where a > \'1\'"]',
  '[path="c:\\\\temp\\\\new"]',
  '[stack="a\\n\\tb\\n"]',
  // Curly quotes are left out: they are mended where a page is looked at as a whole, and stay where it is read line by line.
  '[v=ü€] [w=&y]',
  '[名="索引"]',
  '[open="the field goes on',
)
const line = fc.tuple(fc.integer({ min: 0, max: HEADS.length - 1 }), tail)
/** A pattern that is repeated, with a few lines of other kinds in it. */
const pattern = fc.array(
  fc.oneof({ weight: 30, arbitrary: line }, { weight: 1, arbitrary: fc.constantFrom('a stray', '', 'end of it"]') }),
  {
    minLength: 3,
    maxLength: 60,
  },
)

const timeOf = (i: number): string => new Date(Date.UTC(2023, 9, 19, 8, 36, 49) + i * 7).toISOString()

function logOf(made: readonly (string | readonly [number, string])[]): string[] {
  return Array.from({ length: LINES }, (_, i) => {
    const one = made[i % made.length]!
    if (typeof one === 'string') return one
    // Were the longest of some lines of one length, they would look as if a terminal had wrapped them.
    const pad = 'x'.repeat(i % 37 === 0 ? 400 + i / 37 : 150 + ((Math.imul(i, 0x9e3779b1) >>> 8) % 97))
    return `[2023/10/19 ${timeOf(i).slice(11, 23)} +00:00] ${HEADS[one[0]]} [pad=${pad}] ${one[1]}`
  })
}

async function read(lines: readonly string[]): Promise<{ items: Item[]; summary: ReadingSummary }> {
  const store = new ItemStore(new BlockStore(tmpdir()))
  const source = {
    ...{ name: 'x', node: null, packing: [], problems: [] },
    chunks: async function* () {
      yield Buffer.from(`${lines.join('\n')}\n`)
    },
  }
  const summary = await readSource(source, { wants }, (batch, origins) => store.add(batch, { source: 0, part: 0, firstLine: 0 }, origins))
  return { items: store.runs().flatMap((run) => Array.from({ length: run.count }, (_, i) => run.item(i))), summary }
}

/** What must not depend on how the lines came. */
function essence({ items, summary }: Awaited<ReturnType<typeof read>>): unknown {
  const { bytes: _, envelopes: __, order: ___, ...counts } = summary
  return { counts, items: items.map((item) => [item.kind, item.time, item.kind === 'go-report' ? item.lines : item.text]) }
}

test.each(['loki-jsonl', 'docker-json', 'fluent-bit', 'loki-pod', 'cri'])('entries in %s are those of the bare log', async (name) => {
  await fc.assert(
    fc.asyncProperty(pattern, async (made) => {
      const bare = logOf(made)
      const got = await read(bare.map((text, i) => TRANSPORTS[name]!(text, i)))
      const expected = await read(bare)
      expect(essence(got)).toEqual(essence(expected))
    }),
    { numRuns: 4 },
  )
})

test('newest first they are the same, whether or not the page is all entries', async () => {
  await fc.assert(
    fc.asyncProperty(pattern, fc.boolean(), async (made, uniform) => {
      const kept = uniform ? made.filter((one) => typeof one !== 'string') : made
      const bare = logOf(kept.length === 0 ? [[1, '[a=b]']] : kept)
      const wrapped = bare.map((text, i) => JSON.stringify({ pod: 'tidb-0', line: text, timestamp: timeOf(i) }))
      const [up, down] = [await read(wrapped), await read([...wrapped].reverse())]
      // What looks wrapped may have been turned back before its order is asked for.
      if (uniform) expect(down.summary.order).toBe('descending')
      expect(essence(down)).toEqual(essence(up))
    }),
    { numRuns: 6 },
  )
})
