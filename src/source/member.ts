import type { Bytes } from './bytes.ts'

/** A file in an archive. Its bytes must be read, or skipped, before the next member is asked for. */
export interface Member {
  readonly name: string
  readonly bytes: Bytes
}

const LONGEST_NAME = 1024

/**
 * The name of a member as it may stand in the name of a source. It is only ever a name, nothing is written to disk;
 * still `../`, drive letters, leading slashes and control characters go, so that nobody downstream can be misled.
 */
export function memberName(raw: string): string {
  const parts = raw
    .slice(0, 4 * LONGEST_NAME)
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:/, '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '_')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
  return parts.join('/').slice(0, LONGEST_NAME) || 'unnamed'
}
