import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Report } from '../report/report.ts'

let compiled: ReturnType<Ajv2020['compile']> | null = null

/** What report.schema.json finds wrong with a report, one line per fault; empty when it is valid. Call it on every report a test makes. */
export function schemaFaults(report: Report): string[] {
  if (compiled === null) {
    const schema = JSON.parse(readFileSync(new URL('../../report.schema.json', import.meta.url), 'utf8'))
    compiled = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema)
  }
  // The report as it is printed: what JSON drops or turns into null must show.
  compiled(JSON.parse(JSON.stringify(report)))
  return (compiled.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message}`)
}
