/** A released or development version, as numbers that compare in order. */
export interface Version {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** alpha 0, beta 1, rc 2, released 3. */
  readonly stage: number
  /** The 2 of `rc.2`; 0 without. */
  readonly round: number
  /** Commits after the tag, the 59 of `v9.0.0-alpha-59-gc199ddf`. */
  readonly commits: number
}

const VERSION = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?![\d.])/
const STAGE = /^-(alpha|beta|rc)(?:\.?(\d{1,4}))?/
const STAGES = ['alpha', 'beta', 'rc']
export const RELEASE_CANDIDATE = STAGES.indexOf('rc')
const COMMITS = /-(\d{1,6})-g[0-9a-f]{4,40}(?![0-9a-z])/

/**
 * Reads what TiDB prints as its version: `v8.5.3`, `v7.5.0-alpha`, `v6.7.0-alpha-347-g3f8b0ccd81`, `8.0.11-TiDB-v7.5.0`.
 * @returns null for a bare commit hash, `nightly`, `None`
 */
export function parseVersion(text: string): Version | null {
  const own = text.trim()
  const mysql = own.lastIndexOf('TiDB-')
  const from = mysql < 0 ? own : own.slice(mysql + 'TiDB-'.length)
  const core = VERSION.exec(from)
  if (core === null) return null
  const rest = from.slice(core[0].length)
  const stage = STAGE.exec(rest)
  return {
    major: Number(core[1]),
    minor: Number(core[2]),
    patch: Number(core[3] ?? 0),
    stage: stage === null ? STAGES.length : STAGES.indexOf(stage[1] as string),
    round: Number(stage?.[2] ?? 0),
    commits: Number(COMMITS.exec(rest)?.[1] ?? 0),
  }
}

/** Negative when `a` is the older one; null when one of them cannot be read. alpha < beta < rc < release < commits after the release. */
export function compareVersions(a: string, b: string): number | null {
  const left = parseVersion(a)
  const right = parseVersion(b)
  return left === null || right === null ? null : compareParsed(left, right)
}

function compareParsed(a: Version, b: Version): number {
  const parts = ['major', 'minor', 'patch', 'stage', 'round', 'commits'] as const
  for (const part of parts) if (a[part] !== b[part]) return a[part] - b[part]
  return 0
}

/**
 * Whether a version lies in a range such as `>=v7.5.0-alpha <v7.5.0`; alternatives are separated by `||`.
 * @returns null when the version, or a bound that matters, cannot be read
 */
export function inRange(version: string, range: string): boolean | null {
  const parsed = parseVersion(version)
  if (parsed === null) return null
  const answers = range.split('||').map((part) => holdsAll(parsed, part))
  if (answers.includes(true)) return true
  return answers.includes(null) ? null : false
}

function holdsAll(version: Version, range: string): boolean | null {
  const bounds = range.split(/\s+/).filter((bound) => bound !== '')
  const answers = bounds.map((bound) => holds(version, bound))
  if (answers.includes(false)) return false
  return bounds.length === 0 || answers.includes(null) ? null : true
}

const BOUND = /^(>=|<=|>|<|=)?(.+)$/

function holds(version: Version, bound: string): boolean | null {
  const [, operator = '=', text = ''] = BOUND.exec(bound) ?? []
  const limit = parseVersion(text)
  if (limit === null) return null
  const order = compareParsed(version, limit)
  if (operator === '>=') return order >= 0
  if (operator === '<=') return order <= 0
  if (operator === '>') return order > 0
  if (operator === '<') return order < 0
  return order === 0
}
