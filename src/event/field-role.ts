import type { LogName } from '../../grammars/log-names.ts'
import type { EntityKind } from '../knowledge/contract.ts'
import { type CompoundField, canonicalField, compoundFields } from '../knowledge/spellings.ts'

/** Entities whose ids lines print under the entity's own canonical name, or under that of a job string's field. */
export const printedIds: readonly EntityKind[] = ['job', 'task', 'subtask', 'engine', 'schema-version']

/** The canonical names under which a line prints one whole job, or several. */
const JOB_STRINGS = ['job-string', 'job-strings']

/** What a key means, found out once for each key. */
export interface FieldRole {
  /** Canonical. */
  readonly name: string
  /** One of 31 bits: two fields of a line with different bits have different names. */
  readonly bit: number
  /** Which of `printedIds` it may hold, as a bit; 0 for none. */
  readonly id: number
  readonly isJobs: boolean
  /** Which field of a job string has the same name; null for names that do not begin with `job.`. */
  readonly ofJob: string | null
  readonly compound: CompoundField | null
  /** Keys that would collide with what every object has are left out. */
  readonly isMute: boolean
}

/** The role of a key; remembered in the key itself. */
export function roleOf(key: LogName): FieldRole {
  return (key.role ??= newRole(key.text)) as FieldRole
}

function newRole(key: string): FieldRole {
  const name = canonicalField(key)
  const id = printedIds.findIndex((kind) => name === kind || name === `${kind}.ID`)
  return {
    name,
    bit: 1 << (hashOf(name) % 31),
    id: id < 0 ? 0 : 1 << id,
    isJobs: JOB_STRINGS.includes(name),
    ofJob: name.startsWith('job.') ? name.slice('job.'.length) : null,
    compound: Object.hasOwn(compoundFields, key) ? compoundFields[key]! : null,
    isMute: key === '' || name in Object.prototype,
  }
}

function hashOf(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) >>> 0
  return hash
}
