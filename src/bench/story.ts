import type { Cluster } from '../simulate/cluster/cluster.ts'
import type { Era } from '../simulate/cluster/era.ts'
import { AddIndex, type Mode } from '../simulate/ddl/add-index.ts'
import { Job } from '../simulate/ddl/job.ts'
import { publish } from '../simulate/ddl/schema.ts'
import { begin } from '../simulate/scenario/plain.ts'
import { LargeReorg, REGION_MS } from './large-reorg.ts'

/** Some time of a cluster's life, told by each of its nodes. No line is older than `from` or newer than `to`, milliseconds since 1970. */
export interface Chapter {
  readonly from: number
  readonly to: number
  /** What each node printed, in order. */
  readonly logs: readonly string[]
}

export interface Plot {
  readonly jobs: number
  /** Of each job and node. */
  readonly subtasks: number
  /** Of each subtask. */
  readonly regions: number
  /** How long a region takes, in milliseconds; as long as is usual unless given. */
  readonly regionMs?: number
}

const MODES: readonly Mode[] = [{ dist: 'local-sort' }, { dist: 'global-sort' }]
const TABLES = ['orders', 'order_line', 'customer', 'shipment', 'ledger', 'event_log']

/** The id of the first job that adds an index. */
export const FIRST_JOB = '105'

/** What a job prints that has nothing to read: on every node, on its owner besides, and per subtask. */
const LINES_OF_JOB = 35
const LINES_OF_OWNER = 70
const LINES_OF_SUBTASK = 18
const LINES_OF_REGION = 2.05
const MOST_JOBS = 6
const MOST_SUBTASKS = 60
const USUAL_REGIONS = 100

/** How much must happen for about so many lines on each node: more subtasks first, then larger ones, so that entities stay few. */
export function plotOf(lines: number, nodes: number): Plot {
  const jobs = Math.min(MOST_JOBS, Math.max(1, Math.round(lines / 400)))
  const left = Math.max(0, lines / jobs - LINES_OF_JOB - LINES_OF_OWNER / nodes)
  const whole = LINES_OF_SUBTASK + USUAL_REGIONS * LINES_OF_REGION
  const subtasks = Math.min(MOST_SUBTASKS, Math.max(1, Math.round(left / whole)))
  return { jobs, subtasks, regions: Math.max(2, Math.round((left / subtasks - LINES_OF_SUBTASK) / LINES_OF_REGION)) }
}

/** Days full of jobs: so many nodes, and so many subtasks of each job on each of them. */
export const DAYS = { nodes: 2, subtasks: 3 }
const DAY_MS = 24 * 3_600_000
/** What the owner prints each time that it looks after a job, and how often it does. */
const LINES_OF_ROUND = 3
const ROUND_MS = 5_000

/** How much must happen for about so many lines in some days, all of them of jobs. */
export function daysOf(days: number, lines: number, jobs: number): Plot {
  const { nodes, subtasks } = DAYS
  const ms = days * DAY_MS
  const left = (lines - (LINES_OF_ROUND * ms) / ROUND_MS) / jobs - LINES_OF_JOB * nodes - LINES_OF_OWNER
  const regions = Math.max(2, Math.round(left / nodes / subtasks - LINES_OF_SUBTASK))
  return { jobs, subtasks, regions, regionMs: ms / jobs / subtasks / regions }
}

/** A cluster from its start through one ADD INDEX after the other, with other tables made between them; all of it is healthy. */
export function* tell(era: Era['name'], nodes: number, seed: number, plot: Plot): Generator<Chapter> {
  const cluster = begin(era, nodes, seed)
  let from = cluster.era.begins
  for (let at = 0; at < plot.jobs; at++) {
    addIndex(cluster, at, plot)
    createTable(cluster, at)
    // Executors go some ten seconds after their task.
    const to = Math.ceil(cluster.clock.pass(25_000).ms)
    yield { from, to, logs: cluster.nodes.map((node) => taken(node)) }
    from = to
  }
}

function addIndex(cluster: Cluster, at: number, { subtasks, regions, regionMs = REGION_MS }: Plot): void {
  const table = TABLES[at % TABLES.length] as string
  const spec = { table, index: 'idx_created', rows: 4_000_000 + 1_000 * subtasks * regions }
  const client = cluster.node(cluster.nodes.length - 1)
  const ddl = new AddIndex(cluster, spec, MODES[at % MODES.length] as Mode, client).prepare()
  new LargeReorg(ddl, regions, regionMs).run(subtasks * cluster.nodes.length)
  ddl.merge().finish()
}

class CreateTable extends Job {
  override get query(): string {
    return `create table ${this.spec.table} (id bigint primary key, c varchar(120))`
  }
}

/** One step makes a table, and every node loads it. */
function createTable(cluster: Cluster, at: number): void {
  const clock = cluster.clock.pass(2_000)
  const client = cluster.node(at % cluster.nodes.length)
  const job = new CreateTable(cluster, { table: `archive_${at}`, index: '', rows: 0, type: 'create table' })
  job.submit(clock, client)
  job.begin(clock)
  job.state = 'done'
  job.schemaState = 'public'
  publish(clock.pass(8), job)
  job.state = 'synced'
  job.finish(clock.pass(20), client)
}

/** What a node has printed since it was asked last. */
function taken(node: Cluster['nodes'][number]): string {
  const text = node.log()
  node.excerpt(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
  return text
}
