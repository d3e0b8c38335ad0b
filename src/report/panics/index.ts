import type { PanicsPrinter } from './printer.ts'

/** Every `--format` of `panics`, loaded when it is asked for; the first is the default. */
export const panicsPrinters = {
  text: async () => (await import('./text.ts')).panicsText,
  json: async () => (await import('./json.ts')).panicsJson,
} as const satisfies Readonly<Record<string, () => Promise<PanicsPrinter>>>

export type PanicsFormat = keyof typeof panicsPrinters

export const panicsFormats = Object.keys(panicsPrinters) as PanicsFormat[]
