import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { SourceHead } from '../crew/message.ts'
import { UserError } from '../errors.ts'
import { reason } from '../source/file.ts'
import { foreignPackingOf, packingOf } from '../source/magic.ts'
import type { Problem } from '../source/source.ts'
import type { Tail } from '../source/tail.ts'
import type { Bell } from './bell.ts'
import type { Lane } from './lane.ts'

/** Milliseconds between two looks at a file of which the system does not tell that it was written to, and at its name. */
const POLL = 500
/** MiB of a file that are read before others have their turn. */
const TURN = 4
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** A log that is still being written, and where it comes from. */
export interface Log {
  readonly head: SourceHead
  readonly from: { readonly stream: Readable; readonly tail: null } | { readonly stream: null; readonly tail: Tail }
}

export interface Feeding {
  readonly lane: Lane
  /** Called after each piece. */
  readonly fed: () => void
  readonly stop: AbortSignal
  /** Rings when there may be something to read, or no more is to be read. */
  readonly bell: Bell
  /** Tells a person what happened to a file. */
  readonly tell: (text: string) => void
}

/** Feeds a lane with a log until it ends or is stopped. @returns what went wrong */
export async function feed({ head, from }: Log, feeding: Feeding): Promise<readonly Problem[]> {
  try {
    await (from.tail ? readOn(from.tail, feeding) : pour(from.stream, head.name, feeding))
    return []
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    return feeding.stop.aborted ? [] : [{ source: head.name, code: 'unreadable', detail: reason(error) }]
  }
}

async function pour(stream: Readable, name: string, { lane, fed, stop }: Feeding): Promise<void> {
  const end = (): void => {
    stream.destroy()
  }
  // The next bytes may be long in coming: whoever stops does not wait for them.
  stop.addEventListener('abort', end, { once: true })
  let first = true
  try {
    for await (const chunk of stream) {
      lane.add(first ? textOf(chunk as Buffer, name) : (chunk as Buffer))
      first = false
      fed()
    }
  } catch (error) {
    if (!stop.aborted) throw error
  } finally {
    stop.removeEventListener('abort', end)
  }
}

/** @throws UserError where the first bytes say that it is no text: what is packed ends before it can be read */
function textOf(first: Buffer, name: string): Buffer {
  const packing = packingOf(first) ?? foreignPackingOf(first)?.name
  if (packing)
    throw new UserError(
      `${name === '-' ? 'Standard input' : name} is packed (${packing}), so it can't be followed.`,
      'Unpack it on the way, as `zcat` does, or leave --follow away.',
    )
  return first.indexOf(BYTE_ORDER_MARK) === 0 ? first.subarray(BYTE_ORDER_MARK.length) : first
}

async function readOn(tail: Tail, { lane, fed, stop, bell, tell }: Feeding): Promise<void> {
  const anew = (what: string): void => {
    lane.beginAnew()
    tell(`${tail.path} ${what}: it is read from its beginning.`)
  }
  tail.watch(() => bell.ring())
  let polled = performance.now()
  try {
    while (!stop.aborted) {
      await drain(tail, lane, fed, stop)
      const isTime = performance.now() - polled >= POLL
      if (isTime) polled = performance.now()
      if (tail.truncated()) anew('was cut short')
      else if (isTime && tail.rotated()) anew('is another file now')
      else await bell.wait(POLL)
    }
  } finally {
    tail.close()
  }
}

async function drain(tail: Tail, lane: Lane, fed: () => void, stop: AbortSignal): Promise<void> {
  let pieces = 0
  for (let piece = tail.read(); piece !== null && !stop.aborted; piece = tail.read()) {
    lane.add(piece)
    fed()
    if (++pieces % TURN === 0) await setImmediate()
  }
}
