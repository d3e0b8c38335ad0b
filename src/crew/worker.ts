import { Readable } from 'node:stream'
import { parentPort, workerData } from 'node:worker_threads'
import type { ItemBatch } from '../entry/pack.ts'
import { readSource } from '../entry/read.ts'
import { createWants } from '../event/wants.ts'
import { messages } from '../knowledge/index.ts'
import { open } from '../source/open.ts'
import type { Order, Said, WorkerSetup } from './message.ts'

const port = parentPort!
const wants = createWants(messages, (workerData as WorkerSetup).literals)

port.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    say({ what: 'fault', message, stack })
  })
})

async function obey({ path, range }: Order): Promise<void> {
  for await (const source of open([path], { stdin: Readable.from([]) })) {
    const { name, node, packing } = source
    say({ what: 'source', head: { name, node, packing } })
    const options = { wants, onProgress: (bytes: number) => say({ what: 'progress', bytes }), ...(range ? { range } : {}) }
    const summary = await readSource(source, options, (batch, origins) => say({ what: 'batch', batch, origins: [...origins] }, batch))
    say({ what: 'end', summary, problems: [...source.problems] })
  }
  say({ what: 'done' })
}

/** Batches change hands: their memory is not copied. */
function say(said: Said, batch?: ItemBatch): void {
  port.postMessage(said, batch ? buffersOf(batch) : [])
}

function buffersOf(batch: ItemBatch): ArrayBuffer[] {
  const views = Object.values(batch).filter((value): value is Uint8Array<ArrayBuffer> => ArrayBuffer.isView(value))
  return views.map((view) => view.buffer)
}
