import type { Cluster } from './cluster/cluster.ts'
import type { Life } from './cluster/life.ts'
import type { Line, Mark } from './cluster/line.ts'

/** What one node wrote, in order. */
export interface Log {
  readonly node: string
  readonly lines: readonly Line[]
}

export type Logs = readonly Log[]

/** A line that shows a state of an entity. */
export interface Sighting {
  readonly line: Line
  readonly mark: Mark
}

export function logsOf(cluster: Cluster): Logs {
  return cluster.nodes.map((node) => ({ node: node.name, lines: node.lines }))
}

/** Puts a line behind all of its node's that are not younger. */
export function insert(logs: Logs, line: Line): Logs {
  return logs.map((log) => {
    if (log.node !== line.node) return log
    const later = log.lines.findIndex(({ ms }) => Math.floor(ms) > Math.floor(line.ms))
    return { ...log, lines: log.lines.toSpliced(later < 0 ? log.lines.length : later, 0, line) }
  })
}

/** Puts other lines in the places of some; null leaves one out. */
export function replace(logs: Logs, changes: ReadonlyMap<Line, Line | null>): Logs {
  return logs.map((log) => ({
    ...log,
    lines: log.lines.flatMap((line) => {
      const changed = changes.get(line)
      return changed === null ? [] : [changed ?? line]
    }),
  }))
}

/** What shows each entity, by time; of lines of the same millisecond the first node's are first. */
export function sightings(logs: Logs): ReadonlyMap<Life, readonly Sighting[]> {
  const all = logs.flatMap(({ lines }) => lines).sort((a, b) => Math.floor(a.ms) - Math.floor(b.ms))
  const byLife = new Map<Life, Sighting[]>()
  for (const line of all)
    for (const mark of line.marks) {
      const known = byLife.get(mark.life)
      if (known === undefined) byLife.set(mark.life, [{ line, mark }])
      else known.push({ line, mark })
    }
  return byLife
}

/** Which process of its node printed a line: one more with each start that stands before it. */
export function processOf(line: Line, logs: Logs): number {
  const { lines } = logs.find(({ node }) => node === line.node)!
  return lines.slice(0, lines.indexOf(line) + 1).filter(({ row }) => row?.kind === 'server.start').length
}
