import type { Random } from '../../simulate/cluster/random.ts'

/** The lines of one source. */
export interface Collected {
  readonly name: string
  readonly lines: readonly string[]
}

/** What may happen to logs on their way to us. None of it makes a healthy run sick. */
export type Harm = (logs: readonly Collected[], random: Random) => readonly Collected[]

const each = (change: (lines: readonly string[], random: Random) => readonly string[]): Harm => {
  return (logs, random) => logs.map(({ name, lines }) => ({ name, lines: change(lines, random) }))
}

const lost = each((lines, random) => {
  const share = 0.05 + random.next() * 0.45
  return lines.filter(() => random.next() > share)
})

const reversed = each((lines) => lines.toReversed())

/** All nodes in one file by time, as a search over all of them exports it, and no line says whose it is. */
const merged: Harm = (logs) => {
  const all = logs.flatMap(({ lines }) => lines)
  const time = (line: string): string => line.slice(0, 26)
  return [{ name: 'export.log', lines: all.sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0)) }]
}

const clipped = each((lines, random) => {
  const from = Math.floor(random.next() * lines.length * 0.7)
  return lines.slice(from, from + Math.ceil(lines.length * (0.1 + random.next() * 0.5)))
})

/** The same line a day later, with the times that it tells of. */
function nextDay(line: string): string {
  const later = (_: string, month: string, day: string): string => `${month}${String(Number(day) + 1).padStart(2, '0')}`
  return line.replace(/^(\[\d{4}\/\d\d\/)(\d\d)/, later).replace(/(start time: \d{4}-\d\d-)(\d\d)/g, later)
}

const searched = (word: RegExp): Harm => each((lines) => lines.filter((line) => word.test(line)))

export const harms: Readonly<Record<string, Harm>> = {
  'lines lost': lost,
  'the log of one node': (logs, random) => [random.pick(logs)],
  'one node, lines lost': (logs, random) => lost([random.pick(logs)], random),
  'newest line first': reversed,
  'newest first, lines lost': (logs, random) => reversed(lost(logs, random), random),
  'without INFO': each((lines) => lines.filter((line) => !line.includes('] [INFO] ['))),
  'all nodes in one file': merged,
  'all nodes in one file, lines lost': (logs, random) => lost(merged(logs, random), random),
  'all nodes in one file, newest first': (logs, random) => reversed(merged(logs, random), random),
  'one log behind the other': (logs) => [
    { name: 'paste.md', lines: logs.flatMap(({ name, lines }) => [`### ${name}`, '```', ...lines, '```']) },
  ],
  'a window': clipped,
  'a hole': each((lines, random) => {
    const from = Math.floor(random.next() * lines.length * 0.7)
    const many = Math.floor(lines.length * (0.1 + random.next() * 0.3))
    return lines.filter((_, i) => i < from || i >= from + many)
  }),
  'without times': each((lines) => lines.map((line) => line.slice(line.indexOf('] ') + 2))),
  'whole seconds': each((lines) => lines.map((line) => line.replace(/\.\d{3} \+/, '.000 +'))),
  'lines twice': each((lines, random) => lines.flatMap((line) => (random.next() < 0.1 ? [line, line] : [line]))),
  'every file twice': (logs) => [...logs, ...logs.map(({ name, lines }) => ({ name: `copy/${name}`, lines }))],
  'a cluster built anew with the same ids': each((lines) => [...lines, ...lines.map(nextDay)]),
  'searched for job': searched(/job/i),
  'searched for task': searched(/task/i),
}
