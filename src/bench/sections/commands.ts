import type { LiteralFiles } from '../literals.ts'
import type { Contender } from '../section.ts'

/** Our program as a person runs it, printing JSON. */
export function ours(name: string, paths: readonly string[], bytes: number, more: readonly string[] = []): Contender {
  const argv = [process.execPath, 'bin/run.js', 'analyze', ...paths, '--format', 'json', ...more]
  return { name, argv, bytes, needs: [], prints: 'ours' }
}

/** A line of the shell; its programs are named, so that it is left out where one is missing. */
export function shell(name: string, needs: readonly string[], line: string, bytes: number): Contender {
  return { name, argv: ['sh', '-c', line], bytes, needs, prints: 'nothing' }
}

/** Counts the lines that hold one of our literals. @param path nothing: standard input */
export function ripgrep({ fixed }: LiteralFiles, path = ''): string {
  return `rg --no-config -c -F -f ${quoted(fixed)} ${path === '' ? '-' : quoted(path)}`
}

export function ripgrepRegex({ regex }: LiteralFiles, path: string): string {
  return `rg --no-config -c -f ${quoted(regex)} ${quoted(path)}`
}

export function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`
}
