import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { parse } from 'yaml'
import { UserError } from '../errors.ts'
import { type SettingName, settings, type Told } from './settings.ts'

export const CONFIG = '.tidb-triage.yaml'

/** Bytes of a larger one are no settings. */
const LARGEST = 1 << 20

/**
 * What the nearest settings file says, in this folder or one above it. Paths in it are meant from where it lies.
 * @throws UserError where it can't be read or is no settings file: a policy that is not in force must not look as if it were
 */
export function toldByFile(folder: string): Told[] {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, CONFIG)
    const text = textOf(path)
    if (text !== null) return toldIn(text, path, relative(folder, at))
    if (dirname(at) === at) return []
  }
}

function textOf(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8')
    if (text.length <= LARGEST) return text
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new UserError(`${path} can't be read (${code}).`, 'Check its permissions.')
  }
  throw new UserError(`${path} is too large to be a settings file.`, 'Settings are a few lines below `gate:`.')
}

function toldIn(text: string, path: string, up: string): Told[] {
  let held: unknown
  try {
    held = parse(text, { maxAliasCount: 10 })
  } catch (error) {
    throw new UserError(`${path} is no YAML: ${(error as Error).message.split('\n')[0]}`, 'Mend the line that it names.')
  }
  const gate = held === null ? {} : (held as { gate?: unknown }).gate
  const other = Object.keys((held ?? {}) as object).find((key) => key !== 'gate')
  if (other !== undefined || typeof held === 'string' || Array.isArray(held))
    throw new UserError(
      `${path} holds ${other === undefined ? 'no settings' : `'${other}', which is unknown`}.`,
      'Settings stand below `gate:`.',
    )
  if (gate === undefined || gate === null) return []
  if (typeof gate !== 'object' || Array.isArray(gate))
    throw new UserError(`${path}: 'gate' holds no settings.`, 'Write `fail-on: high` below it.')
  return Object.entries(gate).map(([name, value]) => ({ name, value: fromHere(name, value, up), origin: join(up, CONFIG) }))
}

function fromHere(name: string, value: unknown, up: string): unknown {
  const kind = (settings as Record<string, { readonly kind: string } | undefined>)[name as SettingName]?.kind
  const moved = (path: unknown): unknown => (typeof path === 'string' && path !== '' && !isAbsolute(path) ? join(up, path) : path)
  if (kind === 'path') return moved(value)
  return kind === 'paths' ? (Array.isArray(value) ? value.map(moved) : moved(value)) : value
}
