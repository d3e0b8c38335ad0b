import { CARRIAGE_RETURN, NEWLINE } from './bytes.ts'
import type { Layout, Line } from './envelope.ts'
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
  const key = timeKey(buf, scan, keys)
  const time = key === undefined ? null : readTime(buf, scan.start(key), scan.end(key))
  if (time === null) return
  line.time = time.ms
  line.zone = time.zone
}

/** Where `payload` and the times stood in the scanned line. Times that could not be read before the first that could must stay as they are. */
export function layoutOf<Key extends string>({ buf }: Line, scan: JsonScan<Key>, payload: Key, times: readonly Key[]): Layout {
  const key = timeKey(buf, scan, times)
  const changing = (key === undefined ? [] : times.slice(times.indexOf(key)))
    .filter((name) => scan.hasScalar(name))
    .map((name) => [scan.start(name), scan.end(name)] as const)
  return { isString: true, payload: [scan.start(payload), scan.end(payload)], changing, time: changing[0] ?? null, endsWithNewline: false }
}

function timeKey<Key extends string>(buf: Buffer, scan: JsonScan<Key>, keys: readonly Key[]): Key | undefined {
  return keys.find((key) => scan.hasScalar(key) && readTime(buf, scan.start(key), scan.end(key)) !== null)
}
