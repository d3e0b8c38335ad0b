import type { GatePrinter } from './judgement.ts'

/** Every file that the gate can write, by the flag that asks for it; loaded when it is asked for. */
export const gatePrinters = {
  junit: async () => (await import('./junit.ts')).gateJunit,
  sarif: async () => (await import('./sarif.ts')).gateSarif,
  gitlab: async () => (await import('./gitlab.ts')).gateGitlab,
  markdown: async () => (await import('./markdown.ts')).gateMarkdown,
  json: async () => (await import('./json.ts')).gateJson,
} as const satisfies Readonly<Record<string, () => Promise<GatePrinter>>>

export type GateOutput = keyof typeof gatePrinters

export const gateOutputs = Object.keys(gatePrinters) as GateOutput[]
