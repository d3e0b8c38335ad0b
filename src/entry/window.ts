import type { Instant } from './entry.ts'

/** A stretch of time, both ends included; null leaves an end open. An end without zone is meant as the log's own clock shows it. */
export interface Window {
  readonly since: Instant | null
  readonly until: Instant | null
}

/** Whether a time lies in the window. What carries no time always does: it cannot be told to lie outside. */
export function within(window: Window, time: Instant | null): boolean {
  if (time === null) return true
  if (window.since !== null && compare(time, window.since) < 0) return false
  return window.until === null || compare(time, window.until) <= 0
}

/** Compares clocks on the wall when one of the two has no zone: a person copies the time that a log line shows. */
function compare(time: Instant, end: Instant): number {
  return end.zone === null ? time.ms + (time.zone ?? 0) * 60_000 - end.ms : time.ms - end.ms
}
