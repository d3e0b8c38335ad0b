import type { EntityRef, Event } from '../event/event.ts'
import type { EntityKind } from '../knowledge/contract.ts'

/** Whose a line is, as far as all lines together told: what attribution made of its event, from that line and from those around it. */
export interface Attribution {
  readonly ids: Partial<Record<EntityKind, string>>
  readonly inferred: readonly EntityKind[]
  readonly entity: EntityRef | null
  /** The number of the index, which may be found inside another field. */
  readonly index?: string
}

/** @param event of which nothing more will be told */
export function attributionOf({ ids, inferred, entity, fields }: Event): Attribution {
  return { ids, inferred, entity, ...(fields.index === undefined ? {} : { index: fields.index }) }
}

/** Gives an event, recognised anew from the same line, what was found of the first one. */
export function restore(event: Event, { ids, inferred, entity, index }: Attribution): Event {
  if (index !== undefined && event.fields.index === undefined) Object.assign(event.fields, { index })
  return Object.assign(event, { ids, inferred, entity })
}
