import type { Event } from './event/event.ts'
import { type JourneyInput, travel } from './journey.ts'
import { callers, nodeKinds } from './knowledge/index.ts'
import { ddlOwnerKey } from './knowledge/spellings.ts'
import type { Arrival } from './replay/arrival.ts'
import { Folder } from './report/timeline/fold.ts'
import { Gaps } from './report/timeline/gaps.ts'
import { crashRow, eventRow, type LineRow, type Row } from './report/timeline/row.ts'
import type { Problem } from './source/source.ts'
import type { Progress } from './tracker.ts'

export interface TimelineInput extends JourneyInput {
  readonly task?: string
  readonly subtask?: string
  /** Told of each row, in order, while the journey lasts. */
  readonly onRow: (row: Row) => void
}

/** What is known when all rows were told. */
export interface TimelineEnd {
  readonly problems: readonly Problem[]
  /** How far the reading came that was interrupted; null when it was not. */
  readonly interrupted: Progress | null
}

/** From bytes to the one order of all that was said: the journey, told row by row. Holds no more rows than fold into one another. */
export async function timeline(input: TimelineInput): Promise<TimelineEnd> {
  const gaps = new Gaps()
  const folder = new Folder(input.onRow)
  let arrivals: Arrival[] = []
  const tell = (row: LineRow): void => {
    for (const gap of gaps.before(row.time)) {
      folder.flush()
      input.onRow(gap)
    }
    folder.push(row)
  }
  const { survey, interrupted } = await travel(input, {
    literals: [],
    minders: null,
    read: ({ head, summary }) => gaps.add({ source: head.name, node: head.node, gaps: summary.gaps }),
    arrival: (arrival) => {
      arrivals.push(arrival)
    },
    event: (event, replay) => {
      if (isOurs(event)) {
        const row = eventRow(event, arrivals, replay.standing(event))
        if (isAsked(row, input)) tell(row)
      }
      arrivals = []
    },
    crash: (crash) => tell(crashRow(crash)),
    failed: () => undefined,
  })
  folder.flush()
  return { problems: survey.coverage(null).problems, interrupted }
}

const OUR_FILES: ReadonlySet<string> = new Set(callers.own)

/** Trouble that no row knows is told when it names something of ours, or stems from our code: the words of ours that it holds may stand in any SQL. */
function isOurs({ row, kind, ids, file }: Event): boolean {
  return row !== null || kind !== 'unrecognised' || OUR_FILES.has(file) || Object.keys(ids).length > 0
}

/** What nodes go through, beside the states that they enter. */
const NODE_KINDS: ReadonlySet<string> = new Set([...nodeKinds.start, ...nodeKinds.shutdown, ...nodeKinds.closed, ...nodeKinds.witness])

/** Of one entity what is its own, and what happened to nodes and the DDL owner meanwhile. */
function isAsked({ ids, entity, event, steps }: LineRow, { job, task, subtask }: TimelineInput): boolean {
  const asked = { job, task, subtask }
  const kinds = (['job', 'task', 'subtask'] as const).filter((kind) => asked[kind] !== undefined)
  if (kinds.every((kind) => ids[kind] === asked[kind])) return true
  const isOfNode = entity?.kind === 'node' || (entity?.kind === 'owner' && entity.id === ddlOwnerKey)
  return isOfNode && (steps.length > 0 || NODE_KINDS.has(event))
}
