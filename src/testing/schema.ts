import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { PanicsReport } from '../report/panics/panics.ts'
import type { Report } from '../report/report.ts'

let compiled: { readonly report: ValidateFunction; readonly panics: ValidateFunction } | null = null

/** What report.schema.json finds wrong with a report, one line per fault; empty when it is valid. Call it on every report a test makes. */
export function schemaFaults(report: Report): string[] {
  return faults(schemas().report, report)
}

/** As `schemaFaults`, of panics.schema.json. */
export function panicsFaults(report: PanicsReport): string[] {
  return faults(schemas().panics, report)
}

function faults(validate: ValidateFunction, report: unknown): string[] {
  // The report as it is printed: what JSON drops or turns into null must show.
  validate(JSON.parse(JSON.stringify(report)))
  return (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message}`)
}

function schemas(): NonNullable<typeof compiled> {
  if (compiled !== null) return compiled
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
  const read = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'))
  compiled = { report: ajv.compile(read('report.schema.json')), panics: ajv.compile(read('panics.schema.json')) }
  return compiled
}
