/** The shape of a value, as data: what checks it quickly (shaped.ts) and what says all that is wrong with it (schema.ts) are made of the same. */
export type Shape =
  | TextShape
  | { readonly kind: 'number' /** A whole one above zero. */; readonly isCount: boolean }
  | { readonly kind: 'word'; readonly of: readonly string[] }
  | { readonly kind: 'list'; readonly of: Shape; readonly least: number; readonly most: number | null }
  | { readonly kind: 'map'; readonly key: TextShape; readonly of: Shape; readonly fault: Fault | null }
  | KeysShape
  /** One of several; the first that fits. */
  | { readonly kind: 'either'; readonly of: readonly Shape[] }
  | { readonly kind: 'nullable'; readonly of: Shape }

/** A map of known keys and no others. */
export interface KeysShape {
  readonly kind: 'keys'
  readonly needed: Readonly<Record<string, Shape>>
  readonly optional: Readonly<Record<string, Shape>>
  /** The order in which they are told. */
  readonly order: readonly string[]
  readonly fault: Fault | null
}

export interface TextShape {
  readonly kind: 'text'
  /** Space around it is no part of it. */
  readonly isTrimmed?: boolean
  readonly least?: number
  readonly most?: number
  readonly pattern?: RegExp
  /** What is said of one that is too short or has not the pattern. */
  readonly says?: string
  readonly fault?: (text: string) => string | null
}

/** What is wrong with a map whose parts are right; null when nothing is. */
export type Fault = (map: Readonly<Record<string, unknown>>) => string | null

export const text = (rest: Omit<TextShape, 'kind'>): TextShape => ({ kind: 'text', ...rest })
export const word = (...of: readonly string[]): Shape => ({ kind: 'word', of })
export const list = (of: Shape, least = 0, most: number | null = null): Shape => ({ kind: 'list', of, least, most })
export const map = (key: TextShape, of: Shape, fault: Fault | null = null): Shape => ({ kind: 'map', key, of, fault })
export const either = (...of: readonly Shape[]): Shape => ({ kind: 'either', of })
export const nullable = (of: Shape): Shape => ({ kind: 'nullable', of })

/** @param keys those whose names end in a question mark may be missing */
export function keys(keys: Readonly<Record<string, Shape>>, fault: Fault | null = null): KeysShape {
  const entries = Object.entries(keys)
  const isOptional = ([key]: readonly [string, Shape]): boolean => key.endsWith('?')
  const optional = Object.fromEntries(entries.filter(isOptional).map(([key, shape]) => [key.slice(0, -1), shape]))
  const needed = Object.fromEntries(entries.filter((entry) => !isOptional(entry)))
  return { kind: 'keys', needed, optional, order: entries.map(([key]) => key.replace(/\?$/, '')), fault }
}
