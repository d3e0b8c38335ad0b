import { createHash } from 'node:crypto'
import type { Finding } from '../../signature/finding.ts'
import { compareText } from '../order.ts'

/** Arguments that tell this occurrence from others of the same failure: never part of the fingerprint. */
const OCCURRENCE = new Set([
  'count',
  'period',
  'left',
  'limit',
  'quiet',
  'things',
  'times',
  'duration',
  'node',
  'nodes',
  'source',
  'where',
  'line',
  'time',
  'first',
  'last',
  'version',
  'goroutine',
])

/**
 * An id that stays the same for the same failure, in another run, cluster, file or order: it hashes the code, the kinds of the
 * entities and the shape of the arguments, never ids, times, nodes, counts or places.
 */
export function fingerprint(finding: Finding): string {
  const kinds = [...new Set(finding.entities.map((entity) => entity.kind))].sort(compareText)
  const { fingerprint: stack, test } = finding.arguments
  // A crash is known by its stack: its message and its places vary from build to build.
  const telling = stack ? { stack, ...(test ? { test } : {}) } : finding.arguments
  const shape = Object.entries(telling)
    .filter(([key]) => !OCCURRENCE.has(key))
    .map(([key, value]) => `${key}=${normalised(value)}`)
    .sort(compareText)
  const text = [finding.kind, finding.code, kinds.join(','), ...(finding.kind === 'signature' ? [] : shape)].join('\n')
  return `${finding.code}:${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}

/** Text without what varies: hexadecimal and decimal numbers, UUIDs, addresses. */
function normalised(value: string): string {
  return value
    .replace(/\b0x[0-9a-f]+\b/gi, '#')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '#')
    .replace(/\d+/g, '#')
}

/** The fingerprint in a finding's id, which may say that it is one of several in its report. */
export function fingerprintOf(id: string): string {
  return id.replace(/(:[0-9a-f]{12})-\d+$/, '$1')
}
