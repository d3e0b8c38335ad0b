import { Worker } from 'node:worker_threads'
import { BugError } from '../errors.ts'
import type { Back, Order, Said, WorkerData, WorkerSetup } from './message.ts'

/** The bundled worker lies beside the bundle. */
const WORKER = new URL('./worker.cjs', import.meta.url)

/** MiB for what a reading thread makes and drops at once: more would only lie about. */
const YOUNG = 12

/** Orders that a thread has at once where they are many and small: with one more than it works at it would wait whenever this thread is long at work. */
export const ORDERS = 3

/** Takes what a thread says; `giveBack` gives that thread the memory of a piece back. */
export type Hear = (said: Said, giveBack: (piece: Uint8Array<ArrayBuffer>) => void) => void

interface Waiting {
  readonly order: Order
  /** How many threads there may be for it; where that is said, one may be given it while it is at another order. */
  readonly threads: number | null
  readonly hear: Hear
  readonly done: () => void
  readonly failed: (error: Error) => void
}

export interface CrewOptions {
  /** Ends all readings early: orders under way end with what was read, those that wait with nothing. */
  readonly stop?: AbortSignal | undefined
  /** What a thread runs. */
  readonly worker?: URL
}

/**
 * Threads that read files beside each other. Each order goes to one thread; orders are begun in the order in which they were given. A thread
 * that dies breaks the crew: nothing can be said of the whole when a part of it is missing.
 */
export class Crew {
  /** Aborted, with the error as its reason, when a thread died. */
  readonly broken: AbortSignal
  private readonly breaking = new AbortController()
  private readonly idle: Worker[] = []
  private queue: Waiting[] = []
  /** What each has to do, in turn. */
  private readonly busy = new Map<Worker, readonly Waiting[]>()
  private readonly all: Worker[] = []
  private readonly flag = new Int32Array(new SharedArrayBuffer(4))
  private readonly worker: URL
  private dismissed = false

  constructor(
    readonly size: number,
    private readonly setup: WorkerSetup,
    { stop, worker = WORKER }: CrewOptions = {},
  ) {
    this.broken = this.breaking.signal
    this.worker = worker
    if (stop?.aborted) this.stop()
    else stop?.addEventListener('abort', () => this.stop(), { once: true })
  }

  /**
   * Has an order carried out. Threads are started when they are first needed.
   * @param hear takes what the thread says while it reads
   * @param threads for which there is work of this kind: each of them is given its next orders before it has done the one at hand, so
   * that none waits for this thread in between
   * @returns when the order is done; rejects when a thread died
   */
  carryOut(order: Order, hear: Hear, threads: number | null = null): Promise<void> {
    return new Promise((done, failed) => {
      if (this.broken.aborted) failed(this.broken.reason as Error)
      else if (Atomics.load(this.flag, 0) === 1) done()
      else {
        this.queue.push({ order, threads, hear, done, failed })
        this.deal()
      }
    })
  }

  /** Starts a thread, if there is none yet, for orders that are about to come: that takes as long as to read some 100 MiB. */
  warm(): void {
    if (this.all.length === 0 && !this.broken.aborted) this.idle.push(this.hire())
  }

  /** Ends all threads, busy or not. */
  async dismiss(): Promise<void> {
    this.dismissed = true
    await Promise.all(this.all.map((worker) => worker.terminate()))
  }

  private stop(): void {
    Atomics.store(this.flag, 0, 1)
    for (const { done } of this.queue.splice(0)) done()
  }

  private deal(): void {
    const next = this.queue[0]
    const worker = next && this.workerFor(next)
    if (!worker) return
    this.queue.shift()
    this.busy.set(worker, [...(this.busy.get(worker) ?? []), next])
    worker.postMessage(next.order)
  }

  private workerFor({ threads }: Waiting): Worker | undefined {
    const idle = this.idle.pop()
    if (idle !== undefined || this.all.length < Math.min(this.size, threads ?? this.size)) return idle ?? this.hire()
    if (threads === null) return undefined
    const [least] = [...this.busy].sort(([, a], [, b]) => a.length - b.length)
    return least && least[1].length < ORDERS ? least[0] : undefined
  }

  private hire(): Worker {
    const workerData: WorkerData = { ...this.setup, stop: this.flag }
    const worker = new Worker(this.worker, { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } })
    this.all.push(worker)
    worker.on('message', (said: Said) => this.heard(worker, said))
    worker.on('messageerror', (error) => this.lost(error))
    worker.on('error', (error) => this.lost(error))
    worker.on('exit', (code) => this.lost(new BugError(`a reading thread ended early (${code})`)))
    return worker
  }

  private heard(worker: Worker, said: Said): void {
    const [waiting, ...next] = this.busy.get(worker) ?? []
    if (!waiting) return
    if (said.what === 'fault') {
      this.lost(Object.assign(new BugError(said.message), { stack: said.stack }))
      return
    }
    waiting.hear(said, (back) => worker.postMessage({ back } satisfies Back, [back.buffer]))
    if (said.what !== 'done') return
    if (next.length > 0) this.busy.set(worker, next)
    else {
      this.busy.delete(worker)
      this.idle.push(worker)
    }
    waiting.done()
    this.deal()
  }

  private lost(error: unknown): void {
    if (this.dismissed || this.broken.aborted) return
    const cause = error instanceof Error ? error : new BugError(String(error))
    this.breaking.abort(cause instanceof BugError ? cause : bugOf(cause))
    for (const { failed } of [...[...this.busy.values()].flat(), ...this.queue]) failed(this.broken.reason as Error)
    this.busy.clear()
    this.queue = []
  }
}

/** What a thread threw, or the system on its behalf. */
function bugOf(error: Error): BugError {
  const out = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
  const bug = new BugError(out ? 'a reading thread ran out of memory' : `a reading thread failed: ${error.message}`, { cause: error })
  return error.stack === undefined ? bug : Object.assign(bug, { stack: error.stack })
}
