import { parseInstant } from '../envelope/instant.ts'
import type { Instant, Level } from './entry.ts'

const LEVELS: Readonly<Record<string, Level>> = {
  ...{ trace: 'DEBUG', debug: 'DEBUG', info: 'INFO', warn: 'WARN', warning: 'WARN', error: 'ERROR' },
  ...{ crit: 'FATAL', critical: 'FATAL', fatal: 'FATAL', panic: 'FATAL', dpanic: 'FATAL' },
}

/** A level as printed, in any case; null and unknown words give `UNKNOWN`. */
export function levelOf(text: string | null): Level {
  return (text !== null && LEVELS[text.toLowerCase()]) || 'UNKNOWN'
}
