import { readTime } from '../envelope/instant.ts'
import type { Instant, Level } from './entry.ts'

const LEVELS: Readonly<Record<string, Level>> = {
  ...{ trace: 'DEBUG', debug: 'DEBUG', info: 'INFO', warn: 'WARN', warning: 'WARN', error: 'ERROR' },
  ...{ crit: 'FATAL', critical: 'FATAL', fatal: 'FATAL', panic: 'FATAL', dpanic: 'FATAL' },
}

/** A level as printed, in any case; null and unknown words give `UNKNOWN`. */
export function levelOf(text: string | null): Level {
  return (text !== null && LEVELS[text.toLowerCase()]) || 'UNKNOWN'
}

/** A time as any layout prints it: with slashes or dashes, a blank before the zone or none, or zap's seconds since 1970. Null when it is none. */
export function instantOf(text: string): Instant | null {
  if (/^\d{9,11}(?:\.\d+)?(?:e\+?\d+)?$/i.test(text)) return { ms: Number(text) * 1000, zone: 0 }
  const bytes = Buffer.from(text.replaceAll('/', '-').replace(/ (?=[+\-Z]\S*$)/, ''))
  const stamp = readTime(bytes, 0, bytes.length)
  return stamp && { ms: stamp.ms, zone: stamp.zone }
}
