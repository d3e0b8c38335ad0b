import { z } from 'zod'
import type { Fault, KeysShape, Shape, TextShape } from './shape.ts'
import { selectionShape, signatureShape } from './signature-shape.ts'

const made = new Map<Shape, z.ZodType>()

/** Says all that is wrong with a signature file; made when first asked for, since most files are right. */
export const signatureSchema = (): z.ZodType => schemaOf(signatureShape)
export const selectionSchema = (): z.ZodType => schemaOf(selectionShape)

/** The JSON Schema (draft 2020-12) of a signature file, for editors. */
export function signatureJsonSchema(): object {
  return { title: 'tidb-triage signature', ...z.toJSONSchema(signatureSchema(), { io: 'input' }) }
}

function schemaOf(shape: Shape): z.ZodType {
  const schema = made.get(shape) ?? newSchema(shape)
  made.set(shape, schema)
  return schema
}

function newSchema(shape: Shape): z.ZodType {
  switch (shape.kind) {
    case 'text':
      return textSchema(shape)
    case 'number':
      return shape.isCount ? z.number().int().positive() : z.number()
    case 'word':
      return z.enum(shape.of)
    case 'list': {
      const items = shape.least > 0 ? z.array(schemaOf(shape.of)).min(shape.least) : z.array(schemaOf(shape.of))
      return shape.most === null ? items : items.max(shape.most)
    }
    case 'map':
      return withFault(z.record(textSchema(shape.key), schemaOf(shape.of)), shape.fault)
    case 'keys':
      return withFault(keysSchema(shape), shape.fault)
    case 'either':
      return z.union(shape.of.map(schemaOf))
    case 'nullable':
      return schemaOf(shape.of).nullable()
  }
}

function textSchema({ isTrimmed, least, most, pattern, says, fault }: TextShape): z.ZodString {
  let schema = z.string()
  if (isTrimmed) schema = schema.trim()
  if (least !== undefined) schema = schema.min(least, says)
  if (most !== undefined) schema = schema.max(most)
  if (pattern !== undefined) schema = schema.regex(pattern, says)
  return fault === undefined ? schema : schema.superRefine((text, context) => tell(fault(text), context))
}

function keysSchema({ needed, optional, order }: KeysShape): z.ZodType<Readonly<Record<string, unknown>>> {
  return z.strictObject(
    Object.fromEntries(order.map((key) => [key, needed[key] ? schemaOf(needed[key]) : schemaOf(optional[key]!).optional()])),
  )
}

function withFault(schema: z.ZodType<Readonly<Record<string, unknown>>>, fault: Fault | null): z.ZodType {
  return fault === null ? schema : schema.superRefine((map, context) => tell(fault(map), context))
}

function tell(message: string | null, context: z.RefinementCtx): void {
  if (message !== null) context.addIssue({ code: 'custom', message })
}
