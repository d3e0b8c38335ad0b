import { Readable } from 'node:stream'
import { parentPort, workerData } from 'node:worker_threads'
import type { ItemBatch } from '../entry/pack.ts'
import { readSource } from '../entry/read.ts'
import type { ReadingSummary } from '../entry/tally.ts'
import { createWants } from '../event/wants.ts'
import { messages } from '../knowledge/index.ts'
import { portionOf } from '../portion.ts'
import { scopeOf } from '../scope.ts'
import { open } from '../source/open.ts'
import type { Source } from '../source/source.ts'
import type { Back, Order, Said, WorkerData } from './message.ts'
import { Outbox } from './outbox.ts'

const port = parentPort!
const { since, stop: flag, ...asked } = workerData as WorkerData
const stop = {
  get aborted() {
    return Atomics.load(flag, 0) === 1
  },
}
const wants = createWants(messages, asked)
const scope = scopeOf({ since })

const outbox = new Outbox((piece, size) => say({ what: 'piece', piece, size, read: unpacking?.input?.read ?? 0 }, [piece.buffer]))
/** The source that is unpacked for another thread. */
let unpacking: Source | null = null

/** Orders are obeyed in turn. */
let obeyed = Promise.resolve()

port.on('message', (order: Order | Back) => {
  if ('back' in order) {
    outbox.back(order.back)
    return
  }
  obeyed = obeyed
    .then(() => (order.unpack ? unpack(order) : obey(order)))
    .catch((error: unknown) => {
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
      say({ what: 'fault', message, stack })
    })
})

async function obey({ path, range }: Order): Promise<void> {
  for await (const source of open([path], { stdin: Readable.from([]), stop })) {
    sayBegun(source)
    const portion = range ? null : await portionOf(source, scope)
    if (portion && portion.skipped > 0) say({ what: 'skip', bytes: portion.skipped })
    say({ what: 'end', summary: portion?.summary ?? (await read(source, range)), problems: [...source.problems] })
    if (stop.aborted) break
  }
  say({ what: 'done' })
}

async function unpack({ path }: Order): Promise<void> {
  for await (const source of open([path], { stdin: Readable.from([]), stop })) {
    unpacking = source
    sayBegun(source)
    for await (const chunk of source.chunks()) await outbox.put(chunk)
    outbox.flush()
    say({ what: 'unpacked', problems: [...source.problems] })
  }
  say({ what: 'done' })
}

function sayBegun({ name, node, packing, sole = false }: Source): void {
  say({ what: 'source', head: { name, node, packing }, sole })
}

function read(source: Source, range: Order['range']): Promise<ReadingSummary> {
  const { input, file } = source
  const onProgress = (bytes: number, goReports: number): void =>
    say({ what: 'progress', bytes: file ? bytes : (input?.read ?? bytes), goReports })
  const options = { wants, onProgress, stop, ...(range ? { range } : {}) }
  return readSource(source, options, (batch, origins) => say({ what: 'batch', batch, origins: [...origins] }, buffersOf(batch)))
}

/** @param memory that changes hands: it is not copied */
function say(said: Said, memory: ArrayBuffer[] = []): void {
  port.postMessage(said, memory)
}

function buffersOf({ columns, text }: ItemBatch): ArrayBuffer[] {
  return [columns.buffer as ArrayBuffer, text.buffer as ArrayBuffer]
}
