import type { Instant } from '../../entry/entry.ts'
import type { Crash, EntityRef } from '../../event/event.ts'
import type { Replayed, Trouble } from '../../replay/history.ts'
import { type Evidence, type Finding, TEST_LOG } from '../../signature/finding.ts'
import type { Where } from '../../source/source.ts'
import type { ReportLink } from '../report.ts'
import { isoTime } from '../time.ts'
import { ending, errorSuffix, functionName, processEnd, words } from '../wording/links.ts'
import { nameOf } from '../wording/names.ts'

/** What befell an entity so long before may have led to what was found; an owner's lease is 60 s, a schema's 90 s, and a loop takes its time. */
const BEFORE_MS = 1_800_000
/** Trouble of a node, and a change of the owner, is felt within two leases (job notes, section 2). */
const AROUND_MS = 120_000
const MOST_BEFORE = 2
const MOST = 12

/** What a chain is made from. */
export interface ChainInput {
  readonly replayed: Replayed
  readonly crashes: readonly Crash[]
}

interface Link extends ReportLink {
  /** Milliseconds since 1970; NaN without a time. */
  readonly at: number
}

/**
 * What led to a finding, the finding itself and what came of it, in the order in which it happened: trouble, deaths of processes and new owners
 * before it, each sort of its evidence once, and the ends of its job and task.
 * @param kin the finding's entities and those above them
 */
export function buildChain(finding: Finding, kin: readonly EntityRef[], { replayed, crashes }: ChainInput): readonly ReportLink[] {
  const clock = new Clock(finding)
  const begin = clock.read(finding.first).at
  const own = evidenceLinks(finding, replayed, crashes, clock)
  const told = new Set(finding.evidence.map(({ where }) => placeOf(where)))
  const nodes = new Set([...finding.nodes, ...kin.flatMap((ref) => recordOf(replayed, ref)?.nodes ?? [])])
  const before = [...troublesBefore(replayed, kin, nodes, told, begin, clock), ...livesBefore(replayed, nodes, begin, clock)]
  const after = endsAfter(replayed, kin, told, begin, clock)
  const links = [...before, ...own, ...after]
  const sorted = links.map((link, i) => ({ link, i })).sort((a, b) => inOrder(a.link.at, b.link.at) || a.i - b.i)
  return sorted.slice(0, MOST).map(({ link: { time, text, where, count } }) => ({ time, text, where, count }))
}

/** What has no time stays where it is named. */
function inOrder(a: number, b: number): number {
  return Number.isNaN(a) || Number.isNaN(b) ? 0 : a - b
}

/** Tells all times in the zone of the finding's own; those without a zone are taken to be of it. */
class Clock {
  private readonly zone: number | null

  constructor({ first, evidence }: Finding) {
    this.zone = [first, ...evidence.map(({ time }) => time)].find((time) => time !== null && time.zone !== null)?.zone ?? null
  }

  /** The time, and the milliseconds since 1970; NaN for no time. */
  read(time: Instant | null): Pick<Link, 'time' | 'at'> {
    if (time === null) return { time: null, at: Number.NaN }
    const at = time.zone === null ? time.ms - (this.zone ?? 0) * 60_000 : time.ms
    return { time: isoTime({ ms: at, zone: this.zone }), at }
  }
}

/** Each role of the evidence once, where it was first met. */
function evidenceLinks({ evidence, signature, code }: Finding, replayed: Replayed, crashes: readonly Crash[], clock: Clock): Link[] {
  const byRole = new Map<string, Evidence[]>()
  for (const it of evidence)
    if (it.role !== 'last good step' && it.role !== TEST_LOG) byRole.set(it.role, [...(byRole.get(it.role) ?? []), it])
  const troubles = new Map(replayed.troubles.map((trouble) => [placeOf(trouble.where), trouble]))
  let before = ''
  return [...byRole].map(([role, shown]) => {
    const [first] = shown.map((it) => ({ ...it, ...clock.read(it.time) })).sort((a, b) => a.at - b.at)
    const { time, at, where } = first!
    const crash = crashes.find((it) => placeOf(it.where) === placeOf(where))
    const trouble = troubles.get(placeOf(where))
    const error = trouble?.error === before ? '' : (trouble?.error ?? '')
    before = trouble?.error ?? before
    const own = signature === null ? (trouble === undefined ? words(code) : troubleText(trouble)) : words(role) + errorSuffix(error)
    return { time, at, text: crash === undefined ? own : crashText(crash), where, count: shown.length }
  })
}

function crashText({ node, rootFrame, endedProcess }: Crash): string {
  const whose = node === null ? 'a tidb-server' : `the tidb-server on ${node}`
  const where = rootFrame === null ? '' : ` in ${functionName(rootFrame.func)}`
  return `${whose} crashes${where}${endedProcess ? ' and exits' : ''}`
}

function troubleText(trouble: Trouble): string {
  return `${nameOf(trouble.entity)}: ${words(trouble.kind)}${errorSuffix(trouble.error)}`
}

/** The first errors of what the finding is about, and of its nodes shortly before. */
function troublesBefore(
  { troubles }: Replayed,
  kin: readonly EntityRef[],
  nodes: ReadonlySet<string>,
  told: ReadonlySet<string>,
  begin: number,
  clock: Clock,
): Link[] {
  const family = new Set(kin.map(keyOf))
  const links = troubles
    .filter(({ where }) => !told.has(placeOf(where)))
    .map((trouble) => ({ trouble, ...clock.read(trouble.time) }))
    .filter(({ at }) => at < begin && at >= begin - BEFORE_MS)
    .sort((a, b) => a.at - b.at)
  const own = links.filter(({ trouble }) => family.has(keyOf(trouble.entity)))
  const around = links.filter(
    ({ trouble, at }) => isSurroundings(trouble) && trouble.node !== null && nodes.has(trouble.node) && at >= begin - AROUND_MS,
  )
  return [...own.slice(0, MOST_BEFORE), ...around.slice(0, MOST_BEFORE)].map(({ trouble, time, at }) => ({
    ...{ time, at, where: trouble.where, count: trouble.count },
    text: troubleText(trouble),
  }))
}

function isSurroundings({ entity: { kind } }: Trouble): boolean {
  return kind === 'node' || kind === 'owner'
}

/** Processes that died, and owners that followed others, shortly before. */
function livesBefore({ nodes: all }: Replayed, nodes: ReadonlySet<string>, begin: number, clock: Clock): Link[] {
  const reigns = all.flatMap(({ id, ddlOwner }) => ddlOwner.map(({ from }) => ({ id, ...clock.read(from) })))
  const changes = reigns.filter(({ at }) => reigns.some((it) => it.at < at || Number.isNaN(it.at)))
  const deaths = all
    .filter(({ id }) => nodes.has(id))
    .flatMap(({ id, lives }) =>
      lives.flatMap(({ end, endedBy }) => {
        const text = processEnd(id, endedBy)
        return text === null ? [] : [{ ...clock.read(end), text }]
      }),
    )
  return [...deaths, ...changes.map(({ id, time, at }) => ({ time, at, text: `${id} becomes the DDL owner` }))]
    .filter(({ at }) => at < begin && at >= begin - AROUND_MS)
    .map((link) => ({ ...link, where: null, count: 1 }))
}

/** How the job and the task ended, once the finding had begun. */
function endsAfter(replayed: Replayed, kin: readonly EntityRef[], told: ReadonlySet<string>, begin: number, clock: Clock): Link[] {
  const family = new Set(kin.map(keyOf))
  return replayed.histories.flatMap(({ machine, entity, steps }) => {
    if (!family.has(keyOf(entity))) return []
    const last = steps.findLast(({ to, course }) => course !== 'inferred' && ending(machine, to) !== null)
    const { time, at } = clock.read(last?.time ?? null)
    if (last === undefined || !(at >= begin) || (last.where !== null && told.has(placeOf(last.where)))) return []
    return [{ time, at, text: `${nameOf(entity)} ${ending(machine, last.to)}`, where: last.where, count: 1 }]
  })
}

function recordOf({ entities }: Replayed, ref: EntityRef) {
  return entities.find((record) => keyOf(record.ref) === keyOf(ref))
}

function keyOf({ kind, id }: EntityRef): string {
  return `${kind} ${id}`
}

function placeOf({ source, line }: Where): string {
  return `${source}:${line}`
}
