import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../fixtures/go-report')

/** The versions of Go whose crashes were recorded: `go1.22`. */
export const goVersions: readonly string[] = readdirSync(folder).filter((name) => name.startsWith('go'))

/** Crashes by version and name: `['go1.22', 'nil-map']`. */
export const recordings: readonly (readonly [version: string, name: string])[] = goVersions.flatMap((version) =>
  readdirSync(join(folder, version)).map((file) => [version, file.replace('.txt', '')] as const),
)

/** What a program printed when it crashed. */
export function recorded(version: string, name: string): string {
  return readFileSync(join(folder, version, `${name}.txt`), 'utf8')
}

/** Where the programs' comments say that each fault lies: `panics.go:22` by name. */
export function blameMarks(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const path of readdirSync(join(folder, 'programs'), { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.go')) continue
    const lines = readFileSync(join(folder, 'programs', path), 'utf8').split('\n')
    lines.forEach((line, i) => {
      const name = /\/\/ BLAME: (\S+)/.exec(line)?.[1]
      if (name && !line.startsWith('//')) found.set(name, `${path}:${i + 1}`)
    })
  }
  return found
}
