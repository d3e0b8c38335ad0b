import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UserError } from '../errors.ts'
import { fingerprintOf } from '../report/build/fingerprint.ts'
import type { BaselineEntry, Judgement } from '../report/gate/judgement.ts'
import { compareText, first } from '../report/order.ts'

/** Where the baseline lies unless somebody says otherwise. */
export const BASELINE = '.tidb-triage/baseline.json'

const DAY = /^\d{4}-\d\d-\d\d$/
const TIP = 'Mend it, or make it anew: tidb-triage gate <logs> --update-baseline.'

/**
 * The known failures of a file.
 * @returns null where there is no such file
 * @throws UserError where it is no baseline: half a baseline would let pass what nobody meant to let pass
 */
export function readBaseline(path: string): readonly BaselineEntry[] | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw new UserError(`The baseline ${path} can't be read (${code}).`, 'Check its permissions.')
  }
  return entriesOf(text, path)
}

/** Writes all or nothing. @throws UserError where it can't be written */
export function writeBaseline(path: string, entries: readonly BaselineEntry[]): void {
  const sorted = [...entries].sort((a, b) => first(compareText(a.code, b.code), compareText(a.fingerprint, b.fingerprint)))
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.new`, `${JSON.stringify({ schemaVersion: '1', entries: sorted }, null, 2)}\n`)
    renameSync(`${path}.new`, path)
  } catch (error) {
    throw new UserError(
      `The baseline ${path} can't be written (${(error as NodeJS.ErrnoException).code}).`,
      'Check that you may write there.',
    )
  }
}

/** The baseline with all that a run showed: what it held stays as it was, with its reasons. An entry that had run out holds again, for good. */
export function updated(entries: readonly BaselineEntry[], { findings }: Judgement, today: string): readonly BaselineEntry[] {
  const known = new Map(entries.map((entry) => [entry.fingerprint, entry]))
  for (const { fingerprint, finding, standing } of findings) {
    if (standing === 'allowed' || standing === 'consequence') continue
    const entry = known.get(fingerprint)
    const inAnyPackage = fingerprintOf(finding.id)
    if (entry === undefined) {
      const { code, title } = finding
      const reason = `taken in by --update-baseline on ${today}`
      known.set(fingerprint, { fingerprint, inAnyPackage, code, title, reason, owner: '', expires: null })
    } else known.set(fingerprint, { ...entry, inAnyPackage, expires: hasExpired(entry, today) ? null : entry.expires })
  }
  return [...known.values()]
}

/**
 * Tells of findings that come before the end whether the baseline knows them. Of two tests of one name that fail in the same way in different
 * packages both count as known then; the end tells them apart.
 */
export function knownSoFar(entries: readonly BaselineEntry[], today: string): (finding: { readonly fingerprint: string }) => boolean {
  const holding = entries.filter((entry) => !hasExpired(entry, today))
  const held = new Set(holding.flatMap(({ fingerprint, inAnyPackage }) => [fingerprint, inAnyPackage]))
  return ({ fingerprint }) => held.has(fingerprint)
}

/** @param today `2026-11-20` */
export function hasExpired({ expires }: BaselineEntry, today: string): boolean {
  return expires !== null && expires < today
}

/** A day as `2026-12-31`. @throws UserError for what is none */
export function parseDay(flag: string, text: string): string {
  const day = text.trim()
  if (isDay(day)) return day
  throw new UserError(`${flag} '${text}' is no day.`, "Write it as '2026-12-31'.")
}

function isDay(text: string): boolean {
  return DAY.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true
}

function entriesOf(text: string, path: string): readonly BaselineEntry[] {
  let held: unknown
  try {
    held = JSON.parse(text)
  } catch {
    throw new UserError(`The baseline ${path} is no JSON.`, TIP)
  }
  const { schemaVersion, entries } = (held ?? {}) as { schemaVersion?: unknown; entries?: unknown }
  if (schemaVersion !== '1' || !Array.isArray(entries)) throw new UserError(`The file ${path} is no baseline.`, TIP)
  return entries.map((entry, i) => entryOf(entry, `Entry ${i + 1} of the baseline ${path}`))
}

function entryOf(held: unknown, name: string): BaselineEntry {
  const {
    fingerprint,
    inAnyPackage = '',
    code = '',
    title = '',
    reason = '',
    owner = '',
    expires = null,
  } = (held ?? {}) as Record<string, unknown>
  const texts = { fingerprint, inAnyPackage, code, title, reason, owner }
  const odd = Object.entries(texts).find(([, value]) => typeof value !== 'string')
  if (odd !== undefined) throw new UserError(`${name} has no ${odd[0]} that is a text.`, TIP)
  if (fingerprint === '') throw new UserError(`${name} has no fingerprint.`, TIP)
  if (expires !== null && !(typeof expires === 'string' && isDay(expires)))
    throw new UserError(`${name} expires on '${String(expires)}', which is no day.`, "Write it as '2026-12-31', or null.")
  return { ...(texts as Omit<BaselineEntry, 'expires'>), expires }
}
