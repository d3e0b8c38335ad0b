import { afterEach, expect, test } from 'vitest'
import { BugError } from '../errors.ts'
import type { Source } from '../source/source.ts'
import { Crew } from './crew.ts'
import { unpackApart } from './unpacking.ts'

const setup = { literals: ['x'], idle: [], telling: [], callers: null, since: null }
const file = { path: 'a.tar.gz', size: 9, packed: true, sole: true, alone: true } as const
const crews: Crew[] = []
afterEach(async () => {
  await Promise.all(crews.splice(0).map((crew) => crew.dismiss()))
})

/** What a thread unpacks that runs `code` when it is asked, and `onBack` when the memory of a piece comes back. */
function unpackedBy(code: string, onBack = ''): AsyncGenerator<Source> {
  const worker = `import { parentPort as port } from 'node:worker_threads'
    const say = (what, more, memory = []) => port.postMessage({ what, ...more }, memory)
    const begin = (name, sole) => say('source', { head: { name, node: null, packing: ['gzip'] }, sole })
    const piece = (text, read) => { const piece = new Uint8Array(16); piece.set(Buffer.from(text)); say('piece', { piece, size: text.length, read }, [piece.buffer]) }
    port.on('message', (order) => { if (order.back) { ${onBack} } else { ${code} } })`
  const crew = new Crew(1, setup, { worker: new URL(`data:text/javascript,${encodeURIComponent(worker)}`) })
  crews.push(crew)
  return unpackApart(file, crew)
}

async function textOf(source: Source): Promise<string> {
  let text = ''
  for await (const chunk of source.chunks()) text += chunk.toString()
  return text
}

test('sources come as the thread opens them, with their bytes, their problems and how much of the file was read', async () => {
  const damaged = JSON.stringify({ source: 'b', code: 'archive-cut', detail: 'it ends early' })
  const sources = unpackedBy(
    `begin('a', true); piece('one ', 3); piece('two', 5); say('unpacked', { problems: [] }); begin('b', false); say('unpacked', { problems: [${damaged}] }); say('done')`,
  )
  const { value: a } = await sources.next()
  expect(a).toMatchObject({ name: 'a', packing: ['gzip'], sole: true, problems: [] })
  expect(await textOf(a)).toBe('one two')
  expect(a.input).toEqual({ name: 'a.tar.gz', read: 5 })
  const { value: b } = await sources.next()
  expect(await textOf(b)).toBe('')
  expect(b).toMatchObject({ name: 'b', sole: false, problems: [JSON.parse(damaged)] })
})

test('a source that nobody reads is passed over, and the memory of its pieces goes back', async () => {
  const names: string[] = []
  const sources = unpackedBy(
    `begin('a', true); piece('one', 3); say('unpacked', { problems: [] })`,
    `begin('b' + order.back.buffer.byteLength, false); say('unpacked', { problems: [] }); say('done')`,
  )
  for await (const { name } of sources) names.push(name)
  expect(names).toEqual(['a', 'b16'])
})

test('when the thread dies whoever reads is told, and does not wait', async () => {
  const sources = unpackedBy(`begin('a', true); piece('one', 3)`, 'process.exit(3)')
  const { value: a } = await sources.next()
  await expect(textOf(a)).rejects.toThrow(BugError)
})
