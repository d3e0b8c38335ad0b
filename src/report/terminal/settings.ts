import type { Look } from '../report.ts'
import { Canvas } from './canvas.ts'

/** A setting as a person is shown it. */
export interface ShownSetting {
  readonly name: string
  readonly value: unknown
  readonly origin: string
}

export function printSettings(settings: readonly ShownSetting[], look: Look): string {
  const canvas = new Canvas(look)
  canvas.table(
    ['setting', 'value', 'from'],
    settings.map(({ name, value, origin }) => [name, shown(value), origin]),
    0,
  )
  return canvas.text()
}

function shown(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return '-'
  return Array.isArray(value) ? value.join(', ') : String(value)
}
