import type { Reporter } from './report.ts'

/** Every `--format`, loaded when it is asked for; the first is the default. */
export const reporters = {
  terminal: async () => (await import('./terminal.ts')).terminal,
  json: async () => (await import('./json.ts')).json,
} as const satisfies Readonly<Record<string, () => Promise<Reporter>>>

export type Format = keyof typeof reporters

export const formats = Object.keys(reporters) as Format[]
