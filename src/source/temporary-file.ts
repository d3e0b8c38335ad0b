import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export interface TemporaryFile {
  readonly fd: number
  /** Safe to call once; the file is gone then at the latest. */
  close(): void
}

/**
 * Makes a temporary file that has no name from the start (where the system allows that: elsewhere `close` removes it), so that not even a
 * killed process leaves it behind.
 * @param folder where it may lie
 * @throws what the system throws when it can't be made
 */
export function temporaryFile(folder: string): TemporaryFile {
  const own = mkdtempSync(join(folder, 'tidb-triage-'))
  const fd = openSync(join(own, 'data'), 'wx+', 0o600)
  remove(own)
  return {
    fd,
    close: () => {
      closeSync(fd)
      remove(own)
    },
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // Windows keeps a file that is open; `close` comes back for it.
  }
}
