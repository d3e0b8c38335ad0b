import { unescapeText } from '../../grammars/log-escape.ts'

/** Characters of a value that are kept: stacks are read from the entry itself. */
export const keptOfValue = 4_000
const MOST_DESCRIPTORS = 1_000

/**
 * The fields of an event: a record like any other, but that values which are long and full of escapes (stacks) are unescaped when they are
 * first read. Most never are.
 */
export class Fields {
  [name: string]: string
  #late: Map<string, string> | null = null

  /** @param raw as it stands in the line, still escaped; not empty */
  static putLate(fields: Fields, name: string, raw: string): void {
    fields.#late ??= new Map()
    fields.#late.set(name, raw)
    Object.defineProperty(fields, name, descriptorOf(name))
  }

  /** Whether some values have not been unescaped yet. */
  static holdsLate(fields: Readonly<Record<string, string>>): boolean {
    return #late in fields && fields.#late !== null
  }

  /** A value that has not been unescaped yet, as it stands in the line; null for any other. */
  static lateOf(fields: Readonly<Record<string, string>>, name: string): string | null {
    return #late in fields ? (fields.#late?.get(name) ?? null) : null
  }

  static readLate(fields: Fields, name: string): string {
    const value = unescapeText(fields.#late!.get(name)!, keptOfValue)
    Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true })
    return value
  }
}

/** One descriptor for each name, because records whose accessors are the same functions share their layout. */
const descriptors = new Map<string, PropertyDescriptor>()

function descriptorOf(name: string): PropertyDescriptor {
  let descriptor = descriptors.get(name)
  if (descriptor === undefined) {
    if (descriptors.size >= MOST_DESCRIPTORS) descriptors.clear()
    descriptor = {
      get(this: Fields): string {
        return Fields.readLate(this, name)
      },
      set(this: Fields, value: string): void {
        Object.defineProperty(this, name, { value, enumerable: true, writable: true, configurable: true })
      },
      enumerable: true,
      configurable: true,
    }
    descriptors.set(name, descriptor)
  }
  return descriptor
}
