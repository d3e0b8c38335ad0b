import type { EntityRecord } from '../replay/history.ts'
import type { Finding } from './finding.ts'
import { type Kin, kinOf } from './grouping.ts'

/** What a signature over the same entities accounts for; crashes need more than that, see below. */
const explained: ReadonlySet<Finding['kind']> = new Set(['violation', 'invariant', 'livelock', 'stall', 'error'])

/**
 * Links findings to the signatures that account for them: a crash to a signature with the same crash among its evidence, and what
 * went wrong with an entity to a signature over it or its kin, or over a crash of the node that it was on. A low match explains nothing.
 * @returns the same findings in the same order, with `causedBy` filled
 */
export function explain(findings: readonly Finding[], entities: readonly EntityRecord[]): readonly Finding[] {
  const kin = kinOf(entities)
  const signatures = findings
    .filter(({ kind, confidence }) => kind === 'signature' && confidence !== 'low')
    .map((finding) => ({ finding, family: familyOf(finding, kin), places: placesOf(finding) }))
  const crashes = new Set(findings.filter(({ kind }) => kind === 'crash').flatMap((crash) => [...placesOf(crash)]))
  return findings.map((effect) => {
    const causes = signatures.filter(({ finding, family, places }) => {
      if (finding === effect) return false
      if (effect.kind === 'crash' || effect.kind === 'test-failure') return overlap(placesOf(effect), places)
      if (!explained.has(effect.kind)) return false
      const afterCrash = overlap(places, crashes) && overlap(finding.nodes, effect.nodes) && !precedes(effect, finding)
      return overlap(familyOf(effect, kin), family) || afterCrash
    })
    const codes = new Set([...effect.causedBy, ...causes.map(({ finding }) => finding.code)])
    return codes.size === effect.causedBy.length ? effect : { ...effect, causedBy: [...codes].sort() }
  })
}

/** The entities of a finding, and all to which they belong or that belong to them. */
function familyOf({ entities }: Finding, kin: Kin): ReadonlySet<string> {
  const own = entities.map(({ kind, id }) => `${kind}:${id}`)
  return new Set(own.flatMap((key) => [key, ...kin(key)]))
}

function placesOf({ evidence }: Finding): ReadonlySet<string> {
  return new Set(evidence.map(({ where }) => `${where.source}:${where.line}`))
}

function overlap(a: Iterable<string>, b: Iterable<string>): boolean {
  const other = new Set(b)
  for (const one of a) if (other.has(one)) return true
  return false
}

/** Whether all of `a` lies before `b` began; what has no time is taken to be no earlier. */
function precedes(a: Finding, b: Finding): boolean {
  return a.last !== null && b.first !== null && a.last.ms < b.first.ms
}
