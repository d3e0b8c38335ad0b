import type { ModelPrinter } from './printer.ts'

/** Every `--format` of `model`, loaded when it is asked for; the first is the default. */
export const modelPrinters = {
  table: async () => (await import('./table.ts')).table,
  mermaid: async () => (await import('./mermaid.ts')).mermaid,
  dot: async () => (await import('./dot.ts')).dot,
  json: async () => (await import('./json.ts')).modelJson,
} as const satisfies Readonly<Record<string, () => Promise<ModelPrinter>>>

export type ModelFormat = keyof typeof modelPrinters

export const modelFormats = Object.keys(modelPrinters) as ModelFormat[]
