import type { Event } from '../../event/event.ts'
import type { EntityKind } from '../../knowledge/contract.ts'

/** The entity kind that names a node rather than an id. */
const NODE: EntityKind = 'node'

/** Names the instance of a rule that a line belongs to. Lines of one instance follow one another: its name is made once for them. */
export class InstanceKeys {
  private readonly parts: string[] = []
  private node = ''
  private key: string | null = null

  /** @param withNode whether the same parts on two nodes are two instances */
  constructor(
    private readonly per: readonly string[],
    private readonly withNode: boolean,
  ) {}

  /** @returns null when the line lacks one of the parts, or has it by inference only */
  of(event: Event, node: string): string | null {
    for (let i = 0; i < this.per.length; i++) {
      const part = partOf(this.per[i] as string, event)
      if (part === null) return null
      if (part === this.parts[i]) continue
      this.parts[i] = part
      this.key = null
    }
    if (this.withNode && node !== this.node) {
      this.node = node
      this.key = null
    }
    this.key ??= [...this.parts, ...(this.withNode ? [node] : [])].join('\n')
    return this.key
  }
}

function partOf(part: string, event: Event): string | null {
  if (event.inferred.length > 0 && event.inferred.includes(part as EntityKind)) return null
  const found = part === NODE ? event.node : (event.ids[part as EntityKind] ?? event.fields[part])
  const value = found ?? (part !== NODE && event.entity?.kind === part ? event.entity.id : null)
  return value === '' ? null : value
}
