import { CARRIAGE_RETURN, NEWLINE } from './bytes.ts'
import type { Line } from './envelope.ts'
import { takePayload } from './escapes.ts'
import { readTime } from './instant.ts'
import type { JsonScan } from './json-scan.ts'
import { nameAt } from './names.ts'

/** Makes a string value the line's payload, without the newline that collectors keep at its end. @returns whether there was one */
export function takeString<Key extends string>(line: Line, scan: JsonScan<Key>, key: Key): boolean {
  takePayload(line, scan.start(key), scan.end(key), scan.escape(key))
  return dropNewline(line)
}

/** @returns whether the line ended with a newline, which is then gone together with a CR before it */
export function dropNewline(line: Line): boolean {
  if (line.end === line.start || line.buf[line.end - 1] !== NEWLINE) return false
  line.end--
  if (line.end > line.start && line.buf[line.end - 1] === CARRIAGE_RETURN) line.end--
  return true
}

/** The first of the keys that holds a name. */
export function nameOf<Key extends string>(buf: Buffer, scan: JsonScan<Key>, keys: readonly Key[]): string | null {
  for (const key of keys) if (scan.has(key) && scan.escape(key) < 0) return nameAt(buf, scan.start(key), scan.end(key))
  return null
}

/** Takes over the time of the first of the keys that holds one; the line keeps its own when none does. */
export function setTime<Key extends string>(line: Line, buf: Buffer, scan: JsonScan<Key>, keys: readonly Key[]): void {
  for (const key of keys) {
    const time = scan.hasScalar(key) ? readTime(buf, scan.start(key), scan.end(key)) : null
    if (time === null) continue
    line.time = time.ms
    line.zone = time.zone
    return
  }
}
