import type { ReportLink } from '../report.ts'

/** Links that the summary shows, from the first and from the last; `--format json` has them all. */
const FIRST = 2
const LAST = 3

/** The chain in one sentence, root first; empty when there is but one link. */
export function chainSentence(chain: readonly ReportLink[]): string {
  if (chain.length < 2) return ''
  const shown = chain.length <= FIRST + LAST ? [...chain] : [...chain.slice(0, FIRST), null, ...chain.slice(-LAST)]
  let before = ''
  const told = shown.map((link) => {
    if (link === null) return '…'
    const clock = link.time === null ? '' : (/T(\d\d:\d\d:\d\d)/.exec(link.time)?.[1] ?? '')
    const time = clock === before || clock === '' ? '' : ` (${clock})`
    before = clock
    return `${link.text}${link.count > 1 ? ` × ${link.count}` : ''}${time}`
  })
  return `How it came about: ${told.join(' → ')}.`
}
