import type { FieldTest, Invariant, Told } from '../../knowledge/rules.ts'

/** What an invariant asks for, as a sentence of message kinds. */
export function ruleText(rule: Invariant): string {
  const per = `Per ${rule.per.map((part) => part.replaceAll('|', ' or ')).join(' and ')}: `
  switch (rule.rule) {
    case 'pair':
      return `${per}${any(rule.open)} and ${any(rule.close)} take turns${rule.voidedBy.length > 0 ? `; void after ${any(rule.voidedBy)}` : ''}.`
    case 'monotone': {
      const from = rule.from === undefined ? '' : `, from ${any(rule.from)} on`
      const resets = rule.resets.length > 0 ? `, until ${any(rule.resets)}` : ''
      const order = rule.order === undefined ? '' : ` in the order ${rule.order.map((texts) => [texts].flat().join(' or ')).join(', ')}`
      return `${per}the ${rule.field.replaceAll('|', ' or ')} of ${any(rule.values)} ${rule.strict ? 'always goes up' : 'never goes down'}${order}${from}${resets}.`
    }
    case 'exclusive': {
      const held = rule.open.length > 0 ? `from ${any(rule.open)} to ${any(rule.close)}` : `by ${any(rule.acts)}`
      return `${per}one ${rule.holder} at a time, ${held}, but for ${seconds(rule.graceMs)} of overlap.`
    }
    case 'never-after': {
      const grace = rule.graceMs === undefined ? '' : ` more than ${seconds(rule.graceMs)}`
      const within = rule.withinMs === undefined ? '' : `, within ${seconds(rule.withinMs)}`
      return `${per}no ${any(rule.never)}${grace} after ${any(rule.after)}${within}${unless(rule.unless)}.`
    }
    case 'followed-within':
      return `${per}${any(rule.first)} is followed within ${seconds(rule.ms)} by ${any(rule.next)}${unless(rule.unless)}.`
    case 'line':
      return `${per}${any(rule.lines)} has ${rule.must.map(all).join(', or ')}${unless(rule.unless)}.`
    case 'constant':
      return `${per}${any(rule.lines)} name the same ${rule.field}.`
    case 'tally':
      return `${per}until ${any(rule.done)}, ${any(rule.heard)} tell of no more ${rule.child}s than the ${rule.field} of ${any(rule.planned)}.`
  }
}

function any(told: readonly Told[]): string {
  return told.map((it) => (typeof it === 'string' ? it : `${it.kind} with ${all(it.where)}`)).join(' or ')
}

function all(tests: readonly FieldTest[]): string {
  return tests.map(testText).join(' and ')
}

function testText({ field, oneOf, contains, sameAs, below, not }: FieldTest): string {
  const no = not === true ? 'not ' : ''
  const parts = [
    oneOf === undefined ? '' : `${no}${oneOf.map((value) => (value === '' ? 'empty' : value)).join(' or ')}`,
    contains === undefined ? '' : `${no}containing ${contains.join(' or ')}`,
    sameAs === undefined ? '' : `${no}the same as ${sameAs}`,
    below === undefined ? '' : `${no}below ${below}`,
  ]
  return `${field} ${parts.filter((part) => part !== '').join(', ')}`
}

function unless(told: readonly Told[]): string {
  return told.length > 0 ? `, unless ${any(told)} comes` : ''
}

function seconds(ms: number): string {
  return `${ms / 1000} s`
}
