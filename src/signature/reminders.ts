import type { ErrorRow, ExplanationRow, Handling, Selection } from '../knowledge/contract.ts'
import type { Finding } from './finding.ts'
import { type Kin, keyOf } from './kin.ts'
import { judgeVersion } from './known-issue.ts'
import { isNear, type NearMiss } from './near-miss.ts'

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
      ...(like.length === 0 && near === null
        ? {}
        : { like: [...(near ? [nearText(near, message)] : []), ...like.map(likeText)].join(' ') }),
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

interface Near {
  readonly miss: NearMiss
  /** Unseen selections of which lines came, with another error. */
  readonly almost: readonly string[]
}

/** The nearest signature over the same entities; one that is about none is no nearer to this finding than to others. */
function nearOf({ entities, arguments: { round = '' } }: Finding, nearMisses: readonly NearMiss[], kin: Kin): Near | null {
  const family = new Set(entities.flatMap((ref) => [ref, ...kin(ref)]).map(keyOf))
  const kinds = round.split(', ')
  const near = nearMisses
    .filter(({ entity }) => entity !== null && family.has(keyOf(entity)))
    .map((miss): Near => ({ miss, almost: miss.gap.unseen.filter((name) => asksKind(miss.signature.selections[name], kinds)) }))
  return near.find(({ miss, almost }) => isNear(miss.gap, almost.length)) ?? null
}

function asksKind(selection: Selection | undefined, kinds: readonly string[]): boolean {
  if (selection === undefined || !('event' in selection) || selection.event === undefined) return false
  return [selection.event].flat().some((kind) => kinds.includes(kind))
}

function nearText({ miss, almost }: Near, error: string): string {
  const { signature, gap } = miss
  const issues = (signature.knownIssue?.issues ?? []).map((issue) => `#${issue}`).join(', ')
  const missing = gap.unseen.filter((name) => !almost.includes(name))
  const lacks = [
    ...almost.map((name) => (error === '' ? `the lines of ${name} say something else` : `the error of ${name} is "${error}"`)),
    ...(missing.length === 0 ? [] : [`${missing.join(', ')} ${missing.length === 1 ? 'was' : 'were'} not seen`]),
    ...gap.against.map((name) => `${name} speaks against it`),
  ]
  const but = lacks.length === 0 ? 'it was not often enough, or not in that order' : lacks.join(', ')
  return `It looks like ${signature.id}${issues === '' ? '' : ` (${issues})`}, but ${but}.`
}

function likeText({ id, title, where, knownIssue }: ExplanationRow): string {
  return `It may be ${id} (${title}, ${knownIssue.issues.map((issue) => `#${issue}`).join(', ')}), if ${where}.`
}
