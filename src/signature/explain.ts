import type { EntityRecord } from '../replay/history.ts'
import type { Evidence, Finding } from './finding.ts'
import { type Kin, keyOf, kinOf } from './kin.ts'

/** What a signature over the same entities accounts for; crashes need more than that, see below. */
const explained: ReadonlySet<Finding['kind']> = new Set(['violation', 'invariant', 'livelock', 'stall', 'error'])

/**
 * Links findings to the signatures that account for them: a crash to a signature with the same crash among its evidence, and what
 * went wrong with an entity to a signature over it or its kin, or over a crash of the node that it was on. A low match explains nothing.
 * @returns the same findings in the same order, with `causedBy` filled
 */
export function explain(findings: readonly Finding[], entities: readonly EntityRecord[]): readonly Finding[] {
  const signatures = findings.filter(({ kind, confidence }) => kind === 'signature' && confidence !== 'low')
  if (signatures.length === 0) return findings
  const kin = kinOf(entities)
  const byEntity = indexOf(signatures, (finding) => familyOf(finding, kin))
  const byPlace = indexOf(signatures, placesOf)
  const crashes = findings.filter(({ kind }) => kind === 'crash').flatMap((crash) => [...placesOf(crash)])
  const afterCrash = indexOf([...new Set(crashes.flatMap((place) => byPlace.get(place) ?? []))], ({ nodes }) => nodes)
  return findings.map((effect) => {
    const found = (keys: Iterable<string>, index: Index): readonly Finding[] => [...keys].flatMap((key) => index.get(key) ?? [])
    const causes =
      effect.kind === 'crash' || effect.kind === 'test-failure'
        ? found(placesOf(effect), byPlace)
        : explained.has(effect.kind)
          ? [...found(familyOf(effect, kin), byEntity), ...found(effect.nodes, afterCrash).filter((cause) => !precedes(effect, cause))]
          : []
    const codes = new Set([...effect.causedBy, ...causes.map(({ code }) => code)])
    return codes.size === effect.causedBy.length ? effect : { ...effect, causedBy: [...codes].sort() }
  })
}

type Index = ReadonlyMap<string, readonly Finding[]>

function indexOf(findings: readonly Finding[], keysOf: (finding: Finding) => Iterable<string>): Index {
  const index = new Map<string, Finding[]>()
  for (const finding of findings)
    for (const key of new Set(keysOf(finding))) {
      const known = index.get(key)
      if (known) known.push(finding)
      else index.set(key, [finding])
    }
  return index
}

/** The entities of a finding, and all to which they belong or that belong to them. */
function familyOf({ entities }: Finding, kin: Kin): ReadonlySet<string> {
  return new Set(entities.flatMap((ref) => [ref, ...kin(ref)]).map(keyOf))
}

function placesOf({ evidence }: Finding): ReadonlySet<string> {
  return new Set(evidence.map(placeOf))
}

/** Where a piece of evidence stands; a followed log numbers its lines anew with each file that takes its name, so the time belongs to it. */
export function placeOf({ where: { source, line }, time }: Evidence): string {
  return `${source}:${line}:${time?.ms}`
}

/** Whether all of `a` lies before `b` began; what has no time is taken to be no earlier. */
function precedes(a: Finding, b: Finding): boolean {
  return a.last !== null && b.first !== null && a.last.ms < b.first.ms
}
