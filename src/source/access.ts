import { closeSync, opendirSync, openSync, realpathSync, type Stats, statSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { reason } from './file.ts'

/** Whether walking `root` reads `path` too: it does not look into what begins with a dot. */
export function isReadWith(path: string, root: string): boolean {
  return (
    isWithin(path, root) &&
    !relative(root, path)
      .split(sep)
      .some((part) => part.startsWith('.') || part === 'node_modules')
  )
}

/** Whether `path` is `folder` or lies in it. Both must be real paths. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`))
}

/** The path itself where it vanished meanwhile: reading it will say so. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** What stands at a path, links followed, or the error that the system gave. */
export function statOf(path: string): Stats | Error {
  try {
    return statSync(path)
  } catch (error) {
    return error as Error
  }
}

/** Why a file can't be read, or null. Tries it: what may be read depends on more than the mode bits. */
export function openFault(path: string): string | null {
  try {
    closeSync(openSync(path, 'r'))
    return null
  } catch (error) {
    return reason(error)
  }
}

/** Why what lies in a folder can't be read, or null. */
export function searchFault(folder: string): string | null {
  try {
    opendirSync(folder).closeSync()
    statSync(`${folder}${sep}.`)
    return null
  } catch (error) {
    return reason(error)
  }
}
