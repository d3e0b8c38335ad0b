import type { Instant } from '../../entry/entry.ts'
import type { Crash, EntityRef } from '../../event/event.ts'
import type { Replayed, Trouble } from '../../replay/history.ts'
import { type Evidence, type Finding, TEST_LOG } from '../../signature/finding.ts'
import type { ReportLink } from '../report.ts'
import { isoTime } from '../time.ts'
import { errorSuffix, functionName, processEnd, words } from '../wording/links.ts'
import { fillClause, nameOf } from '../wording/names.ts'
import { type Facts, placeOf } from './facts.ts'

/** What befell an entity so long before may have led to what was found; an owner's lease is 60 s, a schema's 90 s, and a loop takes its time. */
const BEFORE_MS = 1_800_000
/** Trouble of a node, and a change of the owner, is felt within two leases (job notes, section 2). */
const AROUND_MS = 120_000
const MOST_BEFORE = 2
const MOST = 12

interface Link extends ReportLink {
  /** Milliseconds since 1970; NaN without a time. */
  readonly at: number
}

/**
 * What led to a finding, the finding itself and what came of it, in the order in which it happened: trouble, deaths of processes and new owners
 * before it, each sort of its evidence once, and the ends of its job and task.
 * @param kin the finding's entities and those above them
 */
export function buildChain(finding: Finding, kin: readonly EntityRef[], facts: Facts): readonly ReportLink[] {
  const clock = new Clock(finding)
  const begin = clock.read(finding.first).at
  const told = new Set(finding.evidence.map(({ where }) => placeOf(where)))
  const nodes = new Set([...finding.nodes, ...kin.flatMap((ref) => facts.nodesOf(ref))])
  const links = [
    ...troublesBefore(facts, kin, nodes, told, begin, clock),
    ...livesBefore(facts.replayed, nodes, begin, clock),
    ...evidenceLinks(finding, facts, clock),
    ...endsAfter(facts, kin, told, begin, clock),
  ]
  return inOrder(links)
    .slice(0, MOST)
    .map(({ time, text, where, count }) => ({ time, text, where, count }))
}

/** By time; what has none stays behind what was named before it. */
function inOrder(links: readonly Link[]): Link[] {
  let before = Number.NEGATIVE_INFINITY
  const placed = links.map((link) => ({ link, at: (before = Number.isNaN(link.at) ? before : link.at) }))
  return placed.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))).map(({ link }) => link)
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
function evidenceLinks({ evidence, signature, code, entities, nodes }: Finding, facts: Facts, clock: Clock): Link[] {
  const byRole = new Map<string, Evidence[]>()
  for (const it of evidence)
    if (it.role !== 'last good step' && it.role !== TEST_LOG) byRole.set(it.role, [...(byRole.get(it.role) ?? []), it])
  let before = ''
  return [...byRole].map(([role, shown]) => {
    const [first] = shown.map((it) => ({ ...it, ...clock.read(it.time) })).sort((a, b) => a.at - b.at)
    const { time, at, where } = first!
    const crash = facts.crashAt(where)
    const trouble = facts.troubleAt(where)
    const error = trouble?.error === before ? '' : (trouble?.error ?? '')
    before = trouble?.error ?? before
    const said = signature?.says?.[role]
    const known = said === undefined ? words(role) : fillClause(said, entities, nodes)
    const own = signature === null ? (trouble === undefined ? words(code) : troubleText(trouble)) : known + errorSuffix(error)
    const crashed = crash === undefined ? null : [...(said === undefined ? [] : [known]), crashText(crash)].join(', and ')
    return { time, at, text: crashed ?? own, where, count: shown.length }
  })
}

function crashText({ node, rootFrame, endedProcess }: Crash): string {
  const whose = node === null ? 'a tidb-server' : `the tidb-server on ${node}`
  const where = rootFrame === null ? '' : ` in ${functionName(rootFrame.func)}`
  return `${whose} crashes${where}${endedProcess ? ' and exits' : ''}`
}

function troubleText(trouble: Trouble): string {
  const { entity, kind, error } = trouble
  const own = `${entity.kind}.`
  return `${nameOf(entity)}: ${words(kind.startsWith(own) ? kind.slice(own.length) : kind)}${errorSuffix(error)}`
}

/** The first errors of what the finding is about, and of its nodes shortly before. */
function troublesBefore(
  facts: Facts,
  kin: readonly EntityRef[],
  nodes: ReadonlySet<string>,
  told: ReadonlySet<string>,
  begin: number,
  clock: Clock,
): Link[] {
  const first = (troubles: readonly Trouble[], withinMs: number): Link[] =>
    troubles
      .filter(({ where }) => !told.has(placeOf(where)))
      .map((trouble) => ({ ...clock.read(trouble.time), text: troubleText(trouble), where: trouble.where, count: trouble.count }))
      .filter(({ at }) => at < begin && at >= begin - withinMs)
      .sort((a, b) => a.at - b.at)
      .slice(0, MOST_BEFORE)
  const own = kin.flatMap((ref) => facts.troublesOf(ref))
  const around = [...nodes].flatMap((node) => facts.troublesAround(node))
  return [...first(own, BEFORE_MS), ...first(around, AROUND_MS)]
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

/** How what it is about ended, once the finding had begun. */
function endsAfter(facts: Facts, kin: readonly EntityRef[], told: ReadonlySet<string>, begin: number, clock: Clock): Link[] {
  const courses = kin.flatMap((ref) => facts.historiesOf(ref)).filter(({ machine, entity, ended }) => ended && machine === entity.kind)
  return courses.flatMap(({ entity, steps }) => {
    const last = steps.at(-1)
    const { time, at } = clock.read(last?.time ?? null)
    if (last === undefined || !(at >= begin) || (last.where !== null && told.has(placeOf(last.where)))) return []
    return [{ time, at, text: `${nameOf(entity)} ends as ${last.to}`, where: last.where, count: 1 }]
  })
}
