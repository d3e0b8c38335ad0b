import type { Instant } from '../entry/entry.ts'
import type { EntityRef } from '../event/event.ts'
import type { Signature } from '../knowledge/contract.ts'
import type { Where } from '../source/source.ts'

export interface Evidence {
  readonly where: Where
  readonly time: Instant | null
  readonly text: string
  /** The selection that it satisfied, or what it shows (`crash`, `violation`, `last good step`). */
  readonly role: string
}

/** The role of what TiDB logged while a test ran that failed: it stands beside the failure, and proves nothing by itself. */
export const TEST_LOG = 'log of the test'

/** Something that held. Codes and arguments only: reporters word it. */
export interface Finding {
  readonly code: string
  readonly kind: 'signature' | 'violation' | 'invariant' | 'livelock' | 'stall' | 'crash' | 'error' | 'test-failure'
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  readonly confidence: 'high' | 'medium' | 'low'
  readonly entities: readonly EntityRef[]
  readonly nodes: readonly string[]
  readonly first: Instant | null
  readonly last: Instant | null
  readonly count: number
  readonly evidence: readonly Evidence[]
  /** For kind `signature`. */
  readonly signature: Signature | null
  /** What the wording needs beside the entities: machine, states, frame, message … */
  readonly arguments: Readonly<Record<string, string>>
  /** Codes of findings that explain this one. */
  readonly causedBy: readonly string[]
}
