import type { Event } from '../event/event.ts'

const NONE: Event['fields'] = {}

/** The event for keeping: all that reports show of it, without its fields, which take most of its room. */
export function withoutFields(event: Event): Event {
  return { ...event, fields: NONE }
}
