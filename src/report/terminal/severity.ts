import type { ChalkInstance } from 'chalk'

/** How loud a severity is printed. */
export function severityStyle(paint: ChalkInstance, severity: string): (text: string) => string {
  if (severity === 'critical' || severity === 'high') return paint.bold.red
  return severity === 'medium' ? paint.bold.yellow : paint.bold.cyan
}

/** How a verdict of the replay is printed. */
export function verdictStyle(paint: ChalkInstance, verdict: string): (text: string) => string {
  if (verdict === 'violating') return paint.red
  if (verdict === 'conforming') return paint.green
  return verdict === 'conforming-if' ? paint.yellow : paint.dim
}
