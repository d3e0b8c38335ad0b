import type { Instant } from '../entry/entry.ts'
import { UserError } from '../errors.ts'

const ABSOLUTE =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?$/i
const RELATIVE = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/
const TIP =
  "Write it as a log line shows it ('2025-01-07 18:12:53', '2025/01/07 18:12:53.968 +08:00', '2025-01-07T10:12Z') or back from now ('2h', '1d12h')."

/**
 * The moment that a person means by a `--since` or `--until`: a date with or without time, in the layouts of logs, or a stretch back
 * from `now` (milliseconds since 1970). Without a zone its zone is null: the log's own clock.
 * @throws UserError when it is none of these
 */
export function parseMoment(flag: string, text: string, now: number): Instant {
  const trimmed = text.trim()
  const moment = absolute(trimmed) ?? relative(trimmed, now)
  if (moment === null) throw new UserError(`${flag} '${text}' is no time.`, TIP)
  return moment
}

function absolute(text: string): Instant | null {
  const parts = ABSOLUTE.exec(text)
  if (parts === null) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  const back = new Date(local)
  // Date.UTC rolls 31 February over into March: a day or hour that does not exist is a slip of the pen.
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || back.getUTCHours() !== hour || back.getUTCMinutes() !== minute)
    return null
  if (second > 59) return null
  const zone = parseZone(parts[8])
  return { ms: local + Number(`0.${parts[7] ?? 0}`) * 1000 - (zone ?? 0) * 60_000, zone }
}

function parseZone(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^(?:z|utc)$/i.test(text)) return 0
  const digits = text.slice(1).replace(':', '')
  const hours = Number(digits.slice(0, Math.min(2, digits.length)))
  const minutes = Number(digits.slice(2) || 0)
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

function relative(text: string, now: number): Instant | null {
  const parts = text === '' ? null : RELATIVE.exec(text)
  if (parts === null) return null
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number]
  return { ms: now - (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000, zone: 0 }
}
