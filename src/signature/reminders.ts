import type { ErrorRow, ExplanationRow, Handling } from '../knowledge/contract.ts'
import type { Finding } from './finding.ts'
import { type Kin, keyOf } from './kin.ts'
import { judgeVersion } from './known-issue.ts'
import type { NearMiss } from './near-miss.ts'

/** Of explanations that fit, at most so many are told. */
const MOST = 3

/** What is known without a signature of its own. */
export interface Reminders {
  readonly errors: readonly ErrorRow[]
  readonly explanations: readonly ExplanationRow[]
  /** Signatures that came near, the nearest first. */
  readonly nearMisses: readonly NearMiss[]
}

/**
 * Adds to findings that no signature accounts for what is known of their error, and which known failures look like that.
 * @param running the version, null when it is not known; failures that it should be free of are left out
 * @param kin of entities, as the replay knows it
 * @returns the same findings in the same order, with the arguments `known` and `like` where there is something to tell
 */
export function remind(
  findings: readonly Finding[],
  { errors, explanations, nearMisses }: Reminders,
  running: string | null,
  kin: Kin,
): readonly Finding[] {
  return findings.map((finding) => {
    if (finding.signature !== null || finding.causedBy.length > 0) return finding
    const { message = '' } = finding.arguments
    const error = errorOf(message, errors)
    const like = explanations
      .filter(({ at, error: text = '' }) => at.includes(finding.code) && message.includes(text))
      .filter(({ knownIssue }) => running === null || judgeVersion(knownIssue, running) !== 'should-be-fixed')
      .slice(0, MOST)
    const near = nearOf(finding, nearMisses, kin)
    if (error === null && like.length === 0 && near === null) return finding
    const told = {
      ...(error === null ? {} : { known: `${error.what} ${handlingText(error)}`.trim() }),
      ...(like.length === 0 && near === null ? {} : { like: [...(near ? [nearText(near)] : []), ...like.map(likeText)].join(' ') }),
    }
    return { ...finding, arguments: { ...finding.arguments, ...told } }
  })
}

/** The row of an error, by a text in it; the longest text that fits decides. */
export function errorOf(message: string, errors: readonly ErrorRow[]): ErrorRow | null {
  const fits = errors.flatMap((row) => row.texts.filter((text) => message.includes(text)).map((text) => ({ row, length: text.length })))
  return fits.sort((a, b) => b.length - a.length)[0]?.row ?? null
}

/** `DDL tries again after it, up to its limit of errors; …` */
export function handlingText({ ddl, task, lightning }: ErrorRow): string {
  const layers: readonly (readonly [Handling, string, string])[] = [
    [ddl, 'a DDL job tries again after it until its error limit', 'a DDL job is rolled back over it'],
    [task, 'a subtask of the distributed framework tries again without end', 'a subtask of the distributed framework fails over it'],
    [lightning, 'an import tries again', 'an import ends over it'],
  ]
  const parts = layers.flatMap(([handling, retried, ends]) => (handling === null ? [] : [handling === 'retried' ? retried : ends]))
  const text = parts.join('; ')
  return text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}.`
}

/** The nearest signature over the same entities; one that is about none is no nearer to this finding than to others. */
function nearOf({ entities }: Finding, nearMisses: readonly NearMiss[], kin: Kin): NearMiss | null {
  const family = new Set(entities.flatMap((ref) => [ref, ...kin(ref)]).map(keyOf))
  return nearMisses.find(({ entity }) => entity !== null && family.has(keyOf(entity))) ?? null
}

function nearText({ signature: { id, knownIssue }, gap: { lacks } }: NearMiss): string {
  const issues = (knownIssue?.issues ?? []).map((issue) => `#${issue}`).join(', ')
  return `It looks like ${id}${issues === '' ? '' : ` (${issues})`}, but ${lacks.join(', ')}.`
}

function likeText({ id, title, where, knownIssue }: ExplanationRow): string {
  return `It may be ${id} (${title}, ${knownIssue.issues.map((issue) => `#${issue}`).join(', ')}), if ${where}.`
}
