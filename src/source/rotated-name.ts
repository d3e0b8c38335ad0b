/** What a rotating writer puts behind the name of a log: `tidb-2024-01-13T19-21-09.123.log`, perhaps packed. */
const ROTATED = /-(\d{4})-(\d\d)-(\d\d)T(\d\d)-(\d\d)-(\d\d)(?:\.\d{1,9})?\.log(?:\.gz|\.zst)?$/

/**
 * When a log was rotated away, as its name says: nothing in it is younger.
 * @param source name of a file, or of a member of an archive
 * @returns milliseconds since 1970 of a clock whose zone the name does not tell, or null
 */
export function rotationTime(source: string): number | null {
  const parts = ROTATED.exec(source)
  if (parts === null) return null
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [number, number, number, number, number, number]
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
