import { Worker } from 'node:worker_threads'
import { BugError } from '../errors.ts'
import type { Order, Said, WorkerSetup } from './message.ts'

/** The bundled worker lies beside the chunks that the bundle is cut into. */
const WORKER = new URL('./worker.js', import.meta.url)

interface Waiting {
  readonly order: Order
  readonly hear: (said: Said) => void
  readonly done: () => void
  readonly failed: (error: Error) => void
}

/** Threads that read files beside each other. Each order goes to one thread; a thread that dies fails its order and ends the run. */
export class Crew {
  private readonly idle: Worker[] = []
  private readonly queue: Waiting[] = []
  private readonly busy = new Map<Worker, Waiting>()
  private readonly all: Worker[] = []

  constructor(
    readonly size: number,
    private readonly setup: WorkerSetup,
  ) {}

  /**
   * Has an order carried out. Threads are started when they are first needed.
   * @param hear takes what the thread says while it reads
   * @returns when the order is done; rejects when the thread failed
   */
  carryOut(order: Order, hear: (said: Said) => void): Promise<void> {
    return new Promise((done, failed) => {
      this.queue.push({ order, hear, done, failed })
      this.deal()
    })
  }

  /** Ends all threads, busy or not. */
  async dismiss(): Promise<void> {
    await Promise.all(this.all.map((worker) => worker.terminate()))
  }

  private deal(): void {
    if (this.queue.length === 0) return
    const worker = this.idle.pop() ?? (this.all.length < this.size ? this.hire() : null)
    if (worker === null) return
    const next = this.queue.shift()!
    this.busy.set(worker, next)
    worker.postMessage(next.order)
  }

  private hire(): Worker {
    const worker = new Worker(WORKER, { workerData: this.setup })
    this.all.push(worker)
    worker.on('message', (said: Said) => this.heard(worker, said))
    worker.on('error', (error) => this.lost(worker, error))
    worker.on('exit', (code) => this.lost(worker, new BugError(`a reading thread ended early (${code})`)))
    return worker
  }

  private heard(worker: Worker, said: Said): void {
    const waiting = this.busy.get(worker)
    if (!waiting) return
    if (said.what === 'fault') {
      this.lost(worker, Object.assign(new BugError(said.message), { stack: said.stack }))
      return
    }
    waiting.hear(said)
    if (said.what !== 'done') return
    this.busy.delete(worker)
    this.idle.push(worker)
    waiting.done()
    this.deal()
  }

  /** Nothing can be said of the whole when a part of it is missing. */
  private lost(worker: Worker, error: Error): void {
    this.busy.get(worker)?.failed(error)
    this.busy.delete(worker)
    for (const { failed } of this.queue.splice(0)) failed(error)
  }
}
