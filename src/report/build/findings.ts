import type { Crash, EntityRef } from '../../event/event.ts'
import type { Replayed } from '../../replay/history.ts'
import { compareNaturally } from '../../replay/natural.ts'
import { type Evidence, type Finding, TEST_LOG } from '../../signature/finding.ts'
import { judgeVersion } from '../../signature/known-issue.ts'
import { compareIds, compareText, first } from '../order.ts'
import type { ReportFinding } from '../report.ts'
import { compareTimes, isoTime } from '../time.ts'
import { wordFinding } from '../wording.ts'
import { buildChain } from './chain.ts'
import { Facts, keyOf } from './facts.ts'
import { fingerprint } from './fingerprint.ts'

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info']
const CONFIDENCES = ['high', 'medium', 'low']
const KINDS = ['signature', 'crash', 'violation', 'livelock', 'stall', 'invariant', 'test-failure', 'error']

/** The findings of the report, worded and linked: a root cause first, then what it explains, then the next root cause. */
export function buildFindings(findings: readonly Finding[], replayed: Replayed, crashes: readonly Crash[]): ReportFinding[] {
  const facts = new Facts(replayed, crashes)
  const sorted = withIds([...findings].sort(compareFindings))
  const causes = new Map(sorted.map((one) => [one, causesOf(one, sorted, facts)]))
  return rootsFirst(sorted, causes).map((one) => reportFinding(one, causes.get(one) ?? [], facts))
}

interface Identified {
  readonly id: string
  readonly finding: Finding
}

/** Two occurrences of one failure in one report share a fingerprint: the second gets `-2`, in the order of their entities. */
function withIds(findings: readonly Finding[]): Identified[] {
  const taken = new Map<string, number>()
  return findings.map((finding) => {
    const base = fingerprint(finding)
    const n = (taken.get(base) ?? 0) + 1
    taken.set(base, n)
    return { id: n === 1 ? base : `${base}-${n}`, finding }
  })
}

function compareFindings(a: Finding, b: Finding): number {
  return first(
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
    CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence),
    compareTimes(isoTime(a.first), isoTime(b.first)),
    compareText(a.code, b.code),
    compareEntities(a.entities[0], b.entities[0]),
    compareText(a.nodes.join(), b.nodes.join()),
    compareText(JSON.stringify(a.arguments), JSON.stringify(b.arguments)),
  )
}

function compareEntities(a: EntityRef | undefined, b: EntityRef | undefined): number {
  return first(compareText(a?.kind ?? '', b?.kind ?? ''), compareIds(a?.id ?? '', b?.id ?? ''))
}

/** Findings that explain this one: those of a named code that share an entity with it, else a node, else all of that code. */
function causesOf(effect: Identified, all: readonly Identified[], facts: Facts): Identified[] {
  if (effect.finding.causedBy.length === 0) return []
  const family = kinOf(effect.finding.entities, facts)
  return effect.finding.causedBy.flatMap((code) => {
    const named = all.filter((one) => one.finding.code === code && one !== effect)
    const kin = named.filter((one) => [...kinOf(one.finding.entities, facts)].some((key) => family.has(key)))
    const near = named.filter((one) => one.finding.nodes.some((node) => effect.finding.nodes.includes(node)))
    return kin.length > 0 ? kin : near.length > 0 ? near : named
  })
}

function kinOf(entities: readonly EntityRef[], facts: Facts): Set<string> {
  return new Set(facts.withKin(entities).map(keyOf))
}

function rootsFirst(sorted: readonly Identified[], causes: ReadonlyMap<Identified, readonly Identified[]>): Identified[] {
  const placed = new Set<Identified>()
  const place = (one: Identified): void => {
    if (placed.has(one)) return
    for (const cause of causes.get(one) ?? []) if (!isAncestor(one, cause, causes)) place(cause)
    placed.add(one)
  }
  for (const one of sorted) place(one)
  return [...placed]
}

/** Whether `one` explains `cause` in turn: a circle, which is left as it is rather than followed. */
function isAncestor(one: Identified, cause: Identified, causes: ReadonlyMap<Identified, readonly Identified[]>): boolean {
  const seen = new Set<Identified>()
  const queue = [cause]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === one) return true
    if (seen.has(next)) continue
    seen.add(next)
    queue.push(...(causes.get(next) ?? []))
  }
  return false
}

function reportFinding(one: Identified, causes: readonly Identified[], facts: Facts): ReportFinding {
  const { finding } = one
  const kin = facts.withKin(finding.entities)
  const running = facts.replayed.versions.at(-1) ?? null
  const issue = finding.signature?.knownIssue ?? null
  return {
    id: one.id,
    code: finding.code,
    kind: finding.kind,
    severity: finding.severity,
    confidence: finding.confidence,
    ...wordFinding(finding, kin),
    entities: kin,
    nodes: [...finding.nodes].sort(compareNaturally),
    first: isoTime(finding.first),
    last: isoTime(finding.last),
    count: Math.max(1, finding.count),
    evidence: finding.evidence.map(reportEvidence).sort(compareEvidence),
    knownIssue: issue && {
      issues: issue.issues,
      pullRequests: issue.pullRequests,
      affected: issue.affected,
      fixedIn: issue.fixedIn,
      running,
      state: judgeVersion(issue, running),
    },
    causedBy: [...new Set(causes.map((cause) => cause.id))].sort(compareText),
    chain: causes.length > 0 ? [] : buildChain(finding, kin, facts),
  }
}

type ReportEvidence = ReportFinding['evidence'][number]

function reportEvidence(evidence: Evidence): ReportEvidence {
  return { where: evidence.where, time: isoTime(evidence.time), text: evidence.text, role: evidence.role }
}

function compareEvidence(a: ReportEvidence, b: ReportEvidence): number {
  return first(
    Number(a.role === TEST_LOG) - Number(b.role === TEST_LOG),
    compareTimes(a.time, b.time),
    compareText(a.where.source, b.where.source),
    a.where.line - b.where.line,
    compareText(a.role, b.role),
  )
}
