import type { Event } from '../../event/event.ts'
import type { EntityKind } from '../../knowledge/contract.ts'

/** The entity kind that names a node rather than an id. */
const NODE: EntityKind = 'node'

/** Names the instance of a rule that a line belongs to. Lines of one instance follow one another: its name is made once for them. */
export class InstanceKeys {
  private readonly per: readonly (readonly string[])[]
  private readonly parts: string[] = []
  private key: string | null = null
  /** False when whose line it is says all. */
  readonly needsId: boolean

  /** @param per see `per` of a rule */
  constructor(per: readonly string[]) {
    this.per = per.map((choice) => choice.split('|'))
    this.needsId = per.some((part) => part !== NODE)
  }

  /** @returns null when the line lacks one of the parts, or has it by inference only */
  of(event: Event): string | null {
    for (let i = 0; i < this.per.length; i++) {
      const part = firstPart(this.per[i] as readonly string[], event)
      if (part === null) return null
      if (part === this.parts[i]) continue
      this.parts[i] = part
      this.key = null
    }
    this.key ??= this.parts.join('\n')
    return this.key
  }
}

/** What a line says under the first of these names that it has; see partOf. */
export function firstPart(choice: readonly string[], event: Event): string | null {
  for (const name of choice) {
    const part = partOf(name, event)
    if (part !== null) return part
  }
  return null
}

/** What a line says of an entity kind or a field; null when it says nothing, or only by inference. */
export function partOf(part: string, event: Event): string | null {
  if (event.inferred.length > 0 && event.inferred.includes(part as EntityKind)) return null
  const found = part === NODE ? event.node : (event.ids[part as EntityKind] ?? event.fields[part])
  const value = found ?? (part !== NODE && event.entity?.kind === part ? event.entity.id : null)
  return value === '' ? null : value
}
