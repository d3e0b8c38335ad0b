import type { MakePrinter } from './printer.ts'

/** Every `--format` of `timeline`, loaded when it is asked for; the first is the default. */
export const timelinePrinters = {
  table: async () => (await import('./table.ts')).timelineTable,
  json: async () => (await import('./json.ts')).timelineJson,
  jsonl: async () => (await import('./json.ts')).timelineJsonLines,
} as const satisfies Readonly<Record<string, () => Promise<MakePrinter>>>

export type TimelineFormat = keyof typeof timelinePrinters

export const timelineFormats = Object.keys(timelinePrinters) as TimelineFormat[]
