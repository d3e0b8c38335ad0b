import type { Invariant } from '../../knowledge/contract.ts'

/** What an invariant asks for, as a sentence of message kinds. */
export function ruleText(rule: Invariant): string {
  const per = `Per ${rule.per.join(' and ')}: `
  switch (rule.rule) {
    case 'pair':
      return `${per}${any(rule.open)} and ${any(rule.close)} take turns${rule.voidedBy.length > 0 ? `; void after ${any(rule.voidedBy)}` : ''}.`
    case 'monotone': {
      const resets = rule.resets.length > 0 ? `, until ${any(rule.resets)}` : ''
      return `${per}the ${rule.field} of ${any(rule.of)} ${rule.strict ? 'always goes up' : 'never goes down'}${resets}.`
    }
    case 'exclusive':
      return `${per}between ${any(rule.open)} and ${any(rule.close)} on one node no other node begins, but for ${seconds(rule.graceMs)} of overlap.`
    case 'never-after':
      return `${per}no ${any(rule.never)} after ${any(rule.after)}${unless(rule.unless)}.`
    case 'followed-within':
      return `${per}${any(rule.first)} is followed within ${seconds(rule.ms)} by ${any(rule.then)}${unless(rule.unless)}.`
  }
}

function any(kinds: readonly string[]): string {
  return kinds.join(' or ')
}

function unless(kinds: readonly string[]): string {
  return kinds.length > 0 ? `, unless ${any(kinds)} comes` : ''
}

function seconds(ms: number): string {
  return `${ms / 1000} s`
}
