import { UserError } from '../errors.ts'
import { type Format, formats } from '../report/index.ts'

/** Where a report in one format goes; a null path is standard output. */
export interface Output {
  readonly format: Format
  readonly path: string | null
}

/**
 * The n-th path belongs to the n-th format; a format without a path goes to standard output, and so does the path `-`.
 * No format at all means the one for people.
 * @throws UserError when a path has no format, two outputs share a path, or two formats would mix on standard output
 */
export function pairOutputs(asked: readonly Format[], paths: readonly string[]): Output[] {
  const chosen = asked.length > 0 ? asked : formats.slice(0, 1)
  if (paths.length > chosen.length) {
    const extra = paths[chosen.length]!
    throw new UserError(
      `--output ${extra} has no --format of its own.`,
      'Give as many --format as --output: the first file gets the first format.',
    )
  }
  const outputs = chosen.map((format, index) => ({ format, path: fileOf(paths[index]) }))
  const named = outputs.map((output) => output.path)
  const twice = named.find((path, index) => named.indexOf(path) !== index)
  if (twice === undefined) return outputs
  throw new UserError(
    twice === null ? 'Two formats would mix on standard output.' : `Two formats would be written to ${twice}.`,
    'Give each --format an --output of its own; one may stay without and goes to standard output.',
  )
}

function fileOf(path: string | undefined): string | null {
  return path === undefined || path === '-' ? null : path
}
