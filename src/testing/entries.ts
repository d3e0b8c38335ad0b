import { parseLogEntry } from '../../grammars/log-entry.ts'
import type { Entry } from '../entry/entry.ts'
import { instantOf, levelOf } from '../entry/header-values.ts'

/**
 * One bare log line as an entry, without the way through sources and envelopes.
 * @param node where it was printed, null for a line whose node nobody knows
 * @param line place in its source, which is named after the node
 */
export function entryOf(text: string, node: string | null = null, line = 1): Entry {
  const parsed = parseLogEntry(text)
  if (!parsed.ok) throw new Error(`no entry: ${text}`)
  const { time, level, file, line: fileLine, message, fields } = parsed.tree
  const source = node ?? 'x.log'
  return {
    kind: 'entry',
    where: { source, line },
    origin: { source, node, container: null, stream: null },
    time: time === null ? null : instantOf(time),
    level: levelOf(level),
    file: file ?? '',
    fileLine: fileLine ?? 0,
    message,
    fields,
    text: text.slice(0, 2_000),
  }
}
