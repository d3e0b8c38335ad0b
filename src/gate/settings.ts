import { UserError } from '../errors.ts'
import { BASELINE } from './baseline.ts'
import { SEVERITIES } from './policy.ts'

/** How a setting is written. */
type Kind = 'severity' | 'switch' | 'share' | 'count' | 'path' | 'paths' | 'list'

export interface Setting {
  readonly kind: Kind
  readonly about: string
  /** What holds where nobody says anything. */
  readonly fallback: Value
}

export type Value = string | boolean | number | readonly string[] | null

/** Everything about the gate that a file, the environment and the command line can set, under one name in all three. */
export const settings = {
  'fail-on': { kind: 'severity', about: 'fail on findings this grave or graver', fallback: 'medium' },
  'fail-on-new': { kind: 'switch', about: 'fail on whatever the baseline does not know, however slight', fallback: false },
  'new-only': { kind: 'switch', about: 'let pass what the baseline knows', fallback: false },
  'allow-flaky': { kind: 'switch', about: 'let pass a failed test that passed in another attempt of the run', fallback: false },
  'min-coverage': {
    kind: 'share',
    about: "share of the lines that must be understood, '10%' or 0.1; below it the exit code is 3",
    fallback: '10%',
  },
  allow: {
    kind: 'list',
    about: "let pass findings of this code, or only those about one thing: 'stall', 'test-failure@TestAddIndex*', 'livelock@job:443'",
    fallback: [],
  },
  'max-findings': { kind: 'count', about: 'fail on more findings than that, however slight', fallback: null },
  'exit-zero': { kind: 'switch', about: 'findings never change the exit code', fallback: false },
  baseline: { kind: 'path', about: `file with the known failures; ${BASELINE} where there is one`, fallback: null },
  junit: { kind: 'path', about: 'write JUnit XML to this file', fallback: null },
  sarif: { kind: 'path', about: 'write SARIF 2.1.0 to this file, for GitHub code scanning', fallback: null },
  gitlab: { kind: 'path', about: 'write a GitLab code quality report to this file', fallback: null },
  markdown: { kind: 'path', about: 'write Markdown to this file, for a comment or an issue', fallback: null },
  json: { kind: 'path', about: 'write JSON to this file', fallback: null },
  signatures: { kind: 'paths', about: 'folder with signatures of your own, beside those that are built in', fallback: [] },
} as const satisfies Readonly<Record<string, Setting>>

export type SettingName = keyof typeof settings

export const settingNames = Object.keys(settings) as SettingName[]

/** Where a value comes from. */
export interface Settled {
  readonly name: SettingName
  readonly value: Value
  /** `default`, a file's path, `TIDB_TRIAGE_FAIL_ON`, or `--fail-on`. */
  readonly origin: string
}

/** What one place says, as it is written there. */
export interface Told {
  readonly name: string
  readonly value: unknown
  readonly origin: string
}

/** @param told in rising order: what comes later wins @throws UserError for a name or value that is none */
export function settle(told: readonly Told[]): Readonly<Record<SettingName, Settled>> {
  const settled = Object.fromEntries(
    settingNames.map((name) => [name, { name, value: settings[name].fallback, origin: 'default' }]),
  ) as Record<SettingName, Settled>
  for (const one of told) {
    const name = one.name as SettingName
    if (!settingNames.includes(name))
      throw new UserError(`${one.origin} sets '${one.name}', which is unknown.`, `What can be set: ${settingNames.join(', ')}.`)
    settled[name] = { name, value: valued(settings[name].kind, one), origin: one.origin }
  }
  return settled
}

/** What the environment says: `TIDB_TRIAGE_FAIL_ON=high`; lists with commas. An empty variable says nothing. */
export function toldByEnvironment(env: Readonly<Record<string, string | undefined>>): Told[] {
  return settingNames.flatMap((name) => {
    const origin = variableOf(name)
    const value = env[origin]
    return value === undefined || value === '' ? [] : [{ name, value, origin }]
  })
}

/** Variables that look as if they set something and are no setting; oclif has some of its own, all about this program's start. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = new Set(settingNames.map(variableOf))
  return Object.keys(env)
    .filter((name) => name.startsWith('TIDB_TRIAGE_') && !known.has(name) && !OCLIF.test(name))
    .sort()
}

const OCLIF =
  /^TIDB_TRIAGE_(?:AC_|SKIP_|DISABLE_|CONFIG_DIR|CACHE_DIR|DATA_DIR|REDIRECTED|BINPATH|DEBUG|CONTENT_TYPE|NPM_|S3_|HIDE_|OCLIF_|USER_|ANALYTICS|VERSION|TOPIC_)/

function variableOf(name: string): string {
  return `TIDB_TRIAGE_${name.toUpperCase().replaceAll('-', '_')}`
}

function valued(kind: Kind, { name, value, origin }: Told): Value {
  const wrong = (wanted: string): UserError =>
    new UserError(`${origin}: ${name} is ${JSON.stringify(value)}, which is no ${wanted}.`, TIPS[kind])
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  switch (kind) {
    case 'severity':
      if ((SEVERITIES as readonly string[]).includes(text)) return text
      throw wrong('severity')
    case 'switch': {
      const word = typeof value === 'boolean' ? String(value) : text.toLowerCase()
      if (['true', '1', 'yes', 'on'].includes(word)) return true
      if (['false', '0', 'no', 'off'].includes(word)) return false
      throw wrong('yes or no')
    }
    case 'count':
      if (/^\d{1,9}$/.test(text)) return Number(text)
      throw wrong('whole number')
    case 'share':
    case 'path':
      if (text !== '') return text
      throw wrong(kind)
    case 'list':
    case 'paths':
      return listOf(value) ?? fail(wrong('list of texts'))
  }
}

const TIPS: Readonly<Record<Kind, string>> = {
  severity: `One of ${SEVERITIES.join(', ')}.`,
  switch: 'Write true or false.',
  share: "Write a number from 0 to 1, or a percentage such as '10%'.",
  count: 'Write a number such as 10.',
  path: 'Write the path of a file.',
  paths: 'Write paths of folders.',
  list: "Write codes of findings, such as 'stall' or 'test-failure@TestAddIndex*'.",
}

function listOf(value: unknown): readonly string[] | null {
  if (typeof value === 'string')
    return value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : null
}

function fail(error: Error): never {
  throw error
}
