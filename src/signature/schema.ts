import { z } from 'zod'
import { unsafe } from './expression.ts'

const kebab = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be kebab-case: small letters, digits and single hyphens')
/** An id may begin with the number of an error. */
const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be kebab-case: small letters, digits and single hyphens')
const sentence = z.string().trim().min(1).max(4_000)
const line = z.string().trim().min(1).max(300)
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1).max(40)])

const expression = z.string().superRefine((pattern, context) => {
  const reason = unsafe(pattern)
  if (reason !== null) context.addIssue({ code: 'custom', message: `this regular expression is refused: ${reason}` })
})

const test = z.union([
  z.string().min(1).max(400),
  z
    .strictObject({
      equals: z.string().max(400),
      contains: z.string().min(1).max(400),
      startsWith: z.string().min(1).max(400),
      matches: expression,
      above: z.number(),
      below: z.number(),
    })
    .partial()
    .refine((tests) => Object.keys(tests).length > 0, 'tests nothing'),
])

/** A text that is looked for in every line: too short a one would keep every line. */
const literal = z.string().min(6, 'a text to look for in every line needs 6 characters at least').max(200)

const crash = z
  .strictObject({
    kind: z.enum(['panic', 'fatal', 'race', 'deadlock', 'timeout', 'dump', 'leak']),
    message: test,
    frames: z.array(line).min(1).max(20),
    root: line,
    nilArgument: z.string().regex(/^\S+ [1-9]\d?$/, 'must be a function and the position of an argument, such as "acquireLock 2"'),
  })
  .partial()
  .refine(({ kind, ...rest }) => Object.keys(rest).length > 0, 'needs more than a kind: frames, root, message or nilArgument')

const history = z
  .strictObject({
    machine: kebab,
    state: oneOrMore(line).optional(),
    verdict: z.enum(['conforming', 'conforming-if', 'violating', 'not-judgeable']).optional(),
  })
  .refine(({ state, verdict }) => state !== undefined || verdict !== undefined, 'needs a state or a verdict')

/** `>=v7.5.0-alpha <v7.5.0`: comparisons that must all hold. */
const range = z
  .string()
  .regex(/^(?:>=|>|<=|<|=)v\d+\.\d+\.\d+\S*(?: (?:>=|>|<=|<)v\d+\.\d+\.\d+\S*)?$/, 'must be a range such as ">=v7.5.0-alpha <v7.5.0"')

export const selectionSchema = z
  .strictObject({
    event: oneOrMore(line),
    text: oneOrMore(literal),
    fields: z.record(line, test),
    level: z.array(z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'UNKNOWN'])).min(1),
    crash,
    history,
    finding: oneOrMore(kebab),
    version: oneOrMore(range),
  })
  .partial()
  .superRefine(({ crash, history, finding, version, ...lines }, context) => {
    const others = [crash, history, finding, version].filter((part) => part !== undefined).length
    const kinds = others + Number((lines.event ?? lines.text) !== undefined)
    if (kinds === 0) context.addIssue({ code: 'custom', message: 'selects nothing: needs event, text, crash, history, finding or version' })
    const mixed = kinds > 1 || (others > 0 && Object.keys(lines).length > 0)
    if (mixed)
      context.addIssue({
        code: 'custom',
        message: 'selects either lines (event, text, fields, level), or a crash, a history, a finding or a version',
      })
  })

const version = z.string().regex(/^v\d+\.\d+\.\d+(?:-[\w.-]+)?$/, 'must be a version such as v7.5.0')
const number = z.number().int().positive()

const knownIssue = z.strictObject({
  issues: z.array(number),
  pullRequests: z.array(number),
  affected: sentence,
  affectedVersions: z.array(range),
  fixedIn: z.array(version),
})

const entityKinds = [
  'job',
  'task',
  'subtask',
  'engine',
  'backend',
  'reorg-ctx',
  'checkpoint',
  'flush-lock',
  'owner',
  'schema-version',
  'scheduler',
  'executor',
  'node',
] as const

const condition = z.string().trim().min(1).max(1_000)

/**
 * The shape of a signature file. What a shape cannot say (names in conditions, conditions that can never hold) is compile.ts's.
 * signature.schema.json in the package is this, for editors.
 */
export const signatureSchema = z.strictObject({
  id,
  title: line,
  category: kebab,
  severity: z.enum(['critical', 'high', 'medium', 'low', 'info']),
  status: z.enum(['draft', 'tested']),
  selections: z.record(kebab, selectionSchema).refine((all) => Object.keys(all).length > 0, 'needs one selection at least'),
  condition,
  /** Of a finding for which `condition` holds; high unless the cause is not certain even then. */
  confidence: z.enum(['high', 'medium', 'low']).optional(),
  weaker: z.array(z.strictObject({ condition, confidence: z.enum(['high', 'medium', 'low']) })).optional(),
  per: z.enum(entityKinds).nullable(),
  /** Without these logs, that it does not hold says nothing. */
  needs: z
    .array(z.enum(['owner-log', 'executor-log', 'stderr', 'INFO', 'version']))
    .min(1)
    .optional(),
  /** What has happened when a selection is met, by its name: half a sentence, for the chain of what led to what. */
  says: z.record(kebab, line).optional(),
  explanation: sentence,
  remedy: sentence,
  falsePositives: z.array(sentence),
  notToBeConfusedWith: z.array(line),
  mayAccompany: z.array(id),
  knownIssue: knownIssue.nullable(),
})

/** The JSON Schema (draft 2020-12) of a signature file, for editors. */
export function signatureJsonSchema(): object {
  return { title: 'tidb-triage signature', ...z.toJSONSchema(signatureSchema, { io: 'input' }) }
}
