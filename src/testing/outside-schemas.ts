import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'

/**
 * What the schemas of those who read our files say about them, one line per fault: SARIF's of OASIS (errata 01), JUnit's of Jenkins'
 * xunit plugin (MIT; both as they were published, in fixtures/schemas), our own for JSON. GitLab publishes none: its documentation's
 * list of fields stands here.
 */
export function sarifFaults(text: string): string[] {
  sarif ??= compileSarif()
  return faultsOf(sarif, text)
}

export function gateJsonFaults(text: string): string[] {
  gate ??= compileGate()
  return faultsOf(gate, text)
}

export function gitlabFaults(text: string): string[] {
  gitlab ??= new Ajv({ strict: true }).compile(GITLAB)
  const faults = faultsOf(gitlab, text)
  const prints = (JSON.parse(text) as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint)
  return new Set(prints).size === prints.length ? faults : [...faults, 'two entries have one fingerprint']
}

export function junitFaults(text: string): string[] {
  const schema = XmlDocument.fromBuffer(readFileSync('fixtures/schemas/junit-10.xsd'))
  const validator = XsdValidator.fromDoc(schema)
  try {
    const document = XmlDocument.fromBuffer(Buffer.from(text))
    validator.validate(document)
    document.dispose()
    return []
  } catch (error) {
    return [(error as Error).message]
  } finally {
    validator.dispose()
    schema.dispose()
  }
}

let sarif: ValidateFunction | null = null
let gate: ValidateFunction | null = null
let gitlab: ValidateFunction | null = null

function compileSarif(): ValidateFunction {
  // Draft 04 differs from 07 in nothing that this schema uses but the names of these two.
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync('fixtures/schemas/sarif-schema-2.1.0.json', 'utf8'))
  const ajv = new Ajv({ strict: false, allErrors: true })
  formats.default(ajv)
  return ajv.compile(schema)
}

function compileGate(): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
  ajv.addSchema(JSON.parse(readFileSync('report.schema.json', 'utf8')))
  return ajv.compile(JSON.parse(readFileSync('gate.schema.json', 'utf8')))
}

const GITLAB = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'location', 'severity'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', minLength: 1 },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
}

function faultsOf(validate: ValidateFunction, text: string): string[] {
  validate(JSON.parse(text))
  return (validate.errors ?? []).slice(0, 10).map((error) => `${error.instancePath || '/'} ${error.message}`)
}
