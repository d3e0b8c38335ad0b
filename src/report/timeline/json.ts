import { harmlessJson } from '../escape.ts'
import { isoTime } from '../time.ts'
import type { MakePrinter } from './printer.ts'
import type { LineRow, Row } from './row.ts'

/** One row a line, for programs that read while it is written. */
export const timelineJsonLines: MakePrinter = () => ({ push: (row) => `${textOf(row)}\n`, end: () => '' })

/** All rows as one list. */
export const timelineJson: MakePrinter = () => {
  let before = '[\n'
  return {
    push(row) {
      const text = `${before}${textOf(row)}`
      before = ',\n'
      return text
    },
    end: () => (before === '[\n' ? '[]\n' : '\n]\n'),
  }
}

function textOf(row: Row): string {
  return harmlessJson(JSON.stringify(row.what === 'gap' ? { ...row, from: isoTime(row.from), to: isoTime(row.to) } : line(row)))
}

function line({ what, time, until, count, node, entity, event, message, level, fields, states, steps, ids, where }: LineRow): unknown {
  return {
    ...{ what, time: isoTime(time), until: isoTime(until), count, node, entity, event, message, level },
    fields: Object.fromEntries(fields.map(({ key, value }) => [key, value])),
    states: Object.fromEntries(states.map((standing) => [standing.machine, standing.states])),
    ...{ steps, ids, where },
  }
}
