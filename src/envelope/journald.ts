import type { Envelope, Line } from './envelope.ts'
import { nameAt, setNames } from './names.ts'
import { readSyslogHeader } from './syslog-header.ts'

/** `journalctl` in its short layouts, and files that syslog daemons write: `Oct 19 16:36:49 tidb-01 tidb-server[21873]: …`. */
export const journald: Envelope = {
  name: 'journald',
  peel(line: Line): boolean {
    return peelHeader(line, line.start)
  },
}

/** Peels up to the payload of a syslog head at `at`; a head without a year leaves the line's time as it is. */
export function peelHeader(line: Line, at: number): boolean {
  const { buf, start, end } = line
  const header = readSyslogHeader(buf, at, end)
  if (header === null) return false
  if (!Number.isNaN(header.ms)) {
    line.time = header.ms
    line.zone = header.zone
  }
  setNames(line, nameAt(buf, header.hostStart, header.hostEnd), null, nameAt(buf, header.unitStart, header.unitEnd))
  line.column += header.payload - start
  line.start = header.payload
  return true
}
