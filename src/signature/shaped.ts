import type { KeysShape, Shape, TextShape } from './shape.ts'

/** What `shaped` gives for a value of another shape. */
export const MISSHAPEN: unique symbol = Symbol('misshapen')

/** The value, if it has the shape, as schema.ts would give it (space around texts is gone); it does not say what is wrong. */
export function shaped(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'text':
      return shapedText(shape, value)
    case 'number':
      return (shape.isCount ? Number.isSafeInteger(value) && (value as number) > 0 : Number.isFinite(value)) ? value : MISSHAPEN
    case 'word':
      return shape.of.includes(value as string) ? value : MISSHAPEN
    case 'list':
      if (!Array.isArray(value) || value.length < shape.least || value.length > (shape.most ?? value.length)) return MISSHAPEN
      return allOf(value.map((item) => shaped(shape.of, item)))
    case 'map':
      return isMap(value) ? shapedMap(shape, value) : MISSHAPEN
    case 'keys':
      return isMap(value) ? shapedKeys(shape, value) : MISSHAPEN
    case 'either':
      return firstOf(shape.of, value)
    case 'nullable':
      return value === null ? null : shaped(shape.of, value)
  }
}

function shapedText({ isTrimmed, least = 0, most, pattern, fault }: TextShape, value: unknown): unknown {
  if (typeof value !== 'string') return MISSHAPEN
  const text = isTrimmed ? value.trim() : value
  const fits =
    text.length >= least && text.length <= (most ?? text.length) && (pattern?.test(text) ?? true) && (fault?.(text) ?? null) === null
  return fits ? text : MISSHAPEN
}

function shapedMap({ key: name, of, fault }: Extract<Shape, { readonly kind: 'map' }>, map: Record<string, unknown>): unknown {
  const made: Record<string, unknown> = {}
  for (const key of Object.keys(map)) {
    const [at, item] = [shapedText(name, key), shaped(of, map[key])]
    // To assign it would change what the map is.
    if (at === MISSHAPEN || item === MISSHAPEN || at === '__proto__') return MISSHAPEN
    made[at as string] = item
  }
  return (fault?.(made) ?? null) === null ? made : MISSHAPEN
}

function shapedKeys({ needed, optional, order, fault }: KeysShape, map: Record<string, unknown>): unknown {
  const made: Record<string, unknown> = {}
  let met = 0
  for (const key of order) {
    if (!Object.hasOwn(map, key)) {
      if (needed[key]) return MISSHAPEN
      continue
    }
    const item = shaped((needed[key] ?? optional[key])!, map[key])
    if (item === MISSHAPEN) return MISSHAPEN
    made[key] = item
    met++
  }
  return met === Object.keys(map).length && (fault?.(made) ?? null) === null ? made : MISSHAPEN
}

function firstOf(shapes: readonly Shape[], value: unknown): unknown {
  for (const shape of shapes) {
    const made = shaped(shape, value)
    if (made !== MISSHAPEN) return made
  }
  return MISSHAPEN
}

function allOf(items: readonly unknown[]): unknown {
  return items.includes(MISSHAPEN) ? MISSHAPEN : items
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
