import type { Instant } from '../entry/entry.ts'
import type { Time } from './report.ts'

/**
 * ISO 8601 in the zone that the log carried; no zone suffix when it carried none.
 * Milliseconds always, microseconds only where the log had them.
 */
export function isoTime(instant: Instant | null): Time {
  if (instant === null || !Number.isFinite(instant.ms)) return null
  const local = instant.ms + (instant.zone ?? 0) * 60_000
  const whole = Math.floor(local)
  if (Math.abs(whole) > 8.64e15) return null
  const micros = Math.min(999, Math.round((local - whole) * 1000))
  const wall = new Date(whole).toISOString().slice(0, -1)
  return wall + (micros > 0 ? String(micros).padStart(3, '0') : '') + zoneSuffix(instant.zone)
}

function zoneSuffix(zone: number | null): string {
  if (zone === null) return ''
  if (zone === 0) return '+00:00'
  const minutes = Math.abs(zone)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${zone < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** The same instant for people: `2025-01-07 18:12:53 +08:00`; `null` gives `unknown time`. */
export function readableTime(time: Time): string {
  if (time === null) return 'unknown time'
  const [day, clock, zone] = parts(time)
  return [day, clock.slice(0, 8), zone].filter((part) => part !== '').join(' ')
}

function parts(time: string): [day: string, clock: string, zone: string] {
  const [, day = '', clock = '', zone = ''] = /^([^T]*)T(\d\d:\d\d:\d\d\.\d{3})\d*(.*)$/.exec(time) ?? []
  return [day, clock, zone]
}

/** `18:12:53.968` where day and zone are those of another time that stands nearby, else as `readableTime`. */
export function clockTime(time: string, nearby: Time): string {
  const [day, clock, zone] = parts(time)
  const [nearbyDay, , nearbyZone] = nearby === null ? [] : parts(nearby)
  return day === nearbyDay && zone === nearbyZone ? clock : readableTime(time)
}

/** Later or earlier than another time of the report; times without zone count as UTC, null sorts last. */
export function compareTimes(a: Time, b: Time): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return epoch(a) - epoch(b)
}

/** Milliseconds since 1970 of a time of the report. */
export function epoch(time: string): number {
  return Date.parse(/[+-]\d\d:\d\d$/.test(time) ? time : `${time}Z`)
}
