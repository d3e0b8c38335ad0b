import { createHash } from 'node:crypto'
import type { Finding } from '../../signature/finding.ts'
import { compareText } from '../order.ts'
import { withoutOccurrence } from './occurrence.ts'

/** Arguments that tell this occurrence from others of the same failure, or that only word what the code says already: never part of the fingerprint. */
const OCCURRENCE = new Set([
  ...['count', 'period', 'left', 'limit', 'quiet', 'things', 'times', 'duration', 'endless'],
  ...['node', 'nodes', 'source', 'where', 'line', 'place', 'time', 'first', 'last', 'version', 'goroutine'],
  ...['because', 'legal', 'hint', 'known', 'like', 'program', 'by', 'stackless', 'cut', 'said'],
])
/** Names and hashes: every character of them counts. */
const EXACT = new Set(['stack', 'test', 'frame', 'machine', 'from', 'to', 'state', 'invariant'])

/**
 * An id that stays the same for the same failure, in another run, cluster, file or order: it hashes the code, the kinds of the
 * entities and the shape of the arguments, never ids, times, nodes, counts or places.
 */
export function fingerprint(finding: Finding): string {
  const kinds = [...new Set(finding.entities.map((entity) => entity.kind))].sort(compareText)
  const text = [finding.kind, finding.code, kinds.join(','), ...(finding.kind === 'signature' ? [] : shapeOf(finding))].join('\n')
  return `${finding.code}:${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}

/** The fingerprint in a finding's id, which may say that it is one of several in its report. */
export function fingerprintOf(id: string): string {
  return id.replace(/(:[0-9a-f]{12})-\d+$/, '$1')
}

function shapeOf({ arguments: all, nodes }: Finding): readonly string[] {
  const { fingerprint: stack, test } = all
  // A crash is known by its stack: its message and its places vary from build to build.
  const telling = stack ? { stack, ...(test ? { test } : {}) } : all
  return Object.entries(telling)
    .filter(([key, value]) => !OCCURRENCE.has(key) && value !== '')
    .map(([key, value]) => `${key}=${key === 'round' ? turned(value) : EXACT.has(key) ? value : withoutOccurrence(value, nodes)}`)
    .sort(compareText)
}

/** The steps of a loop: which of them is seen first is chance. */
function turned(round: string): string {
  return [...new Set(round.split(', '))].sort(compareText).join(', ')
}
