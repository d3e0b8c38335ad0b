import { closeSync, type FSWatcher, fstatSync, openSync, readSync, type Stats, watch } from 'node:fs'
import { statOf } from './access.ts'

const CHUNK = 1 << 20

/** Taken by one look after the other. */
let buffer: Buffer | null = null

/**
 * A file that is still being written, followed by its name: where another file takes the name (rotation), the old one is read to its end and
 * then the new one from its beginning; where it is cut (truncation), it is read from its beginning. Throws what the system says.
 */
export class Tail {
  private fd: number
  private at: number
  private watcher: FSWatcher | null = null
  private wake: (() => void) | null = null
  /** Another file has the name; seen once, so that whoever still writes to the old one has a moment to end. */
  private leaving = false

  /** @param from bytes that are left out */
  constructor(
    readonly path: string,
    from: number,
  ) {
    this.fd = openSync(path, 'r')
    this.at = from
  }

  /** @param wake called when something may have been written; where the system can't tell, never */
  watch(wake: () => void): void {
    this.wake = wake
    this.watcher?.close()
    try {
      this.watcher = watch(this.path, { persistent: false }, wake)
      this.watcher.on('error', () => this.watcher?.close())
    } catch {
      this.watcher = null
    }
  }

  /** @returns what was written since the last look, at most 1 MiB, valid until the next look at any file; null where there is nothing */
  read(): Buffer | null {
    buffer ??= Buffer.allocUnsafeSlow(CHUNK)
    const size = readSync(this.fd, buffer, 0, CHUNK, this.at)
    this.at += size
    return size === 0 ? null : buffer.subarray(0, size)
  }

  /** @returns whether the file was cut: it is then read from its beginning */
  truncated(): boolean {
    if (fstatSync(this.fd).size >= this.at) return false
    this.at = 0
    return true
  }

  /**
   * To be asked now and then at the end of the file.
   * @returns whether another one has taken its name, which is then read from its beginning
   */
  rotated(): boolean {
    const other = this.isOther(statOf(this.path))
    if (!other || !this.leaving) {
      this.leaving = other
      return false
    }
    return this.turn()
  }

  close(): void {
    this.watcher?.close()
    closeSync(this.fd)
  }

  /** Where the name leads to nothing, the new file is still to come. */
  private isOther(named: Stats | Error): boolean {
    const own = fstatSync(this.fd)
    return !(named instanceof Error) && (named.ino !== own.ino || named.dev !== own.dev)
  }

  private turn(): boolean {
    let fd: number
    try {
      fd = openSync(this.path, 'r')
    } catch {
      return false
    }
    closeSync(this.fd)
    this.fd = fd
    this.at = 0
    this.leaving = false
    if (this.wake) this.watch(this.wake)
    return true
  }
}
