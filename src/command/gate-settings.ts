import { UserError } from '../errors.ts'
import { BASELINE, readBaseline } from '../gate/baseline.ts'
import { toldByFile } from '../gate/config-file.ts'
import { type Policy, parseAllowance, type Severity } from '../gate/policy.ts'
import { type SettingName, type Settled, settingNames, settle, toldByEnvironment } from '../gate/settings.ts'
import type { BaselineEntry } from '../report/gate/judgement.ts'
import { parseShare } from './share.ts'

export type Settings = Readonly<Record<SettingName, Settled>>

/** What holds here: the settings file, the environment, the command line, in rising order. @param flags as parsed; those not given are undefined */
export function settingsHere(flags: Readonly<Record<string, unknown>>): Settings {
  const byFlag = settingNames.filter((name) => flags[name] !== undefined).map((name) => ({ name, value: flags[name], origin: `--${name}` }))
  return settle([...toldByFile(process.cwd()), ...toldByEnvironment(process.env), ...byFlag])
}

export function policyOf(settings: Settings): Policy {
  const minCoverage = settings['min-coverage']
  return {
    failOn: settings['fail-on'].value as Severity,
    failOnNew: settings['fail-on-new'].value as boolean,
    newOnly: settings['new-only'].value as boolean,
    allowFlaky: settings['allow-flaky'].value as boolean,
    minCoverage: parseShare(minCoverage.origin, minCoverage.value as string),
    allow: (settings.allow.value as readonly string[]).map(parseAllowance),
    maxFindings: settings['max-findings'].value as number | null,
  }
}

/**
 * @param mayLack whether a baseline that was asked for need not be there yet
 * @returns its path, and its entries, null where there is none
 * @throws UserError where the baseline that was asked for is missing
 */
export function baselineHere(
  settings: Settings,
  mayLack: boolean,
): { readonly path: string; readonly entries: readonly BaselineEntry[] | null } {
  const { value, origin } = settings.baseline
  const path = (value as string | null) ?? BASELINE
  const entries = readBaseline(path)
  if (entries !== null || value === null || mayLack) return { path, entries }
  throw new UserError(`There is no baseline ${path} (${origin}).`, 'Check the path, or make it: tidb-triage gate <logs> --update-baseline.')
}

/** Today, in UTC, so that an entry runs out at the same time everywhere. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}
