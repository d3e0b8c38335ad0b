import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'

/** Floors from the ground up; a file imports its own floor or a lower one. What stands on none is a wing open to all, see OPEN. */
const FLOORS = [
  'grammars/',
  'src/knowledge/',
  'src/source/',
  'src/envelope/',
  'src/entry/',
  'src/event/',
  'src/replay/',
  'src/signature/',
  'src/report/',
]
/** Above the floors stand the files of src/ itself (the journey, the doorway) with src/crew/ (threads that go its first part), src/follow/ (logs that are still being written), src/gate/ (what a test run may not show) and src/index-store/ (what is kept for the next time), and above them the commands. */
const COMMANDS = ['src/command.ts', 'src/command/', 'src/commands/']
const OPEN = ['src/errors.ts', 'grammars/parsed.ts']

/** What floors 2 to 8 may know of the tables: their language, never their rows. */
const DOOR = ['contract', 'rules', 'eras', 'print-places', 'versions', 'spellings'].map((name) => `src/knowledge/${name}.ts`)

/** Dependencies that have one home. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  chevrotain: ['grammars/'],
  chalk: ['src/report/terminal.ts', 'src/report/terminal/'],
  'cli-table3': ['src/report/terminal.ts', 'src/report/terminal/'],
  'fast-glob': ['src/source/open.ts'],
  '@oclif/': ['src/command.ts', 'src/command/gate-flags.ts', 'src/command/log-command.ts', 'src/commands/'],
  yaml: ['src/signature/', 'src/gate/config-file.ts'],
  zod: ['src/signature/'],
}

interface Import {
  readonly file: string
  readonly target: string
}

const files = ['src', 'grammars'].flatMap((folder) => walk(folder)).filter((file) => file.endsWith('.ts'))
const code = files.filter((file) => !file.endsWith('.test.ts') && !file.startsWith('src/testing/'))
/** Runs the built program from outside, and does not ship. */
const BENCH = 'src/bench/'
/** Makes logs whose truth is known, so that what is made of them can be measured: of the house it may share nothing but the tables. */
const SIMULATOR = 'src/simulate/'
/** Measures what is made of simulated logs, and does not ship. */
const QUALITY = 'src/quality/'
const engine = code.filter((file) => !isUnder(file, [BENCH, SIMULATOR, QUALITY]))
const imports = engine.flatMap((file) => importsOf(file))
const [benchImports, simulatorImports] = [BENCH, SIMULATOR].map((wing) =>
  code.filter((file) => file.startsWith(wing)).flatMap(importsOf),
) as [Import[], Import[]]

describe('the house stands', () => {
  test('there is something to test', () => {
    expect(engine.length).toBeGreaterThan(20)
    expect(imports.length).toBeGreaterThan(50)
    expect(engine.filter((file) => floorOf(file) === null && !OPEN.includes(file))).toEqual([])
  })

  test('imports go down or stay on their floor, types included', () => {
    expect(imports.filter(isUpward).map(arrow)).toEqual([])
  })

  test('floors 2 to 8 know the language of the tables and no row', () => {
    const inner = imports.filter(({ file }) => (floorOf(file) ?? 0) > 1 && floorOf(file)! < FLOORS.length)
    expect(inner.filter(({ target }) => target.startsWith('src/knowledge/') && !DOOR.includes(target)).map(arrow)).toEqual([])
  })

  test('tables import their contract and one another, nothing of the engine', () => {
    const tables = imports.filter(({ file }) => file.startsWith('src/knowledge/'))
    expect(tables.filter(({ target }) => target.startsWith('src/') && !target.startsWith('src/knowledge/')).map(arrow)).toEqual([])
  })

  test('each dependency has one home', () => {
    const strays = Object.entries(HOMES).flatMap(([name, homes]) =>
      imports.filter(
        ({ file, target }) => (target === name || target.startsWith(name.endsWith('/') ? name : `${name}/`)) && !isUnder(file, homes),
      ),
    )
    expect(strays.map(arrow)).toEqual([])
  })

  test('nothing that ships imports what only tests need', () => {
    expect(
      [...imports, ...simulatorImports]
        .filter(({ target }) => isUnder(target, ['src/testing/', BENCH, QUALITY, 'vitest']) || target.endsWith('.test.ts'))
        .map(arrow),
    ).toEqual([])
  })

  test('the benchmark knows of the house its tables alone, and what tests are made with', () => {
    const known = [BENCH, SIMULATOR, 'src/testing/', 'src/knowledge/index.ts']
    expect(benchImports.length).toBeGreaterThan(20)
    expect(benchImports.filter(({ target }) => target.startsWith('src/') && !isUnder(target, known)).map(arrow)).toEqual([])
  })

  test('the simulator knows of the house its tables alone, and only a command knows of the simulator', () => {
    expect(simulatorImports.length).toBeGreaterThan(20)
    expect(
      simulatorImports.filter(({ target }) => target.startsWith('src/') && !isUnder(target, [SIMULATOR, 'src/knowledge/'])).map(arrow),
    ).toEqual([])
    expect(imports.filter(({ file, target }) => target.startsWith(SIMULATOR) && !isUnder(file, COMMANDS)).map(arrow)).toEqual([])
  })

  test('relative imports end in .ts and lead to a file', () => {
    const relative = [...imports, ...benchImports, ...simulatorImports].filter(
      ({ target }) => target.startsWith('src/') || target.startsWith('grammars/'),
    )
    expect(
      relative.filter(({ target }) => !files.includes(target) && !(target.endsWith('.json') && existsSync(target))).map(arrow),
    ).toEqual([])
  })

  test('no file outside the tables is longer than 250 lines', () => {
    const long = code.filter((file) => !file.startsWith('src/knowledge/') && readFileSync(file, 'utf8').split('\n').length > 251)
    expect(long).toEqual([])
  })

  test('there is no drawer for odds and ends, and no barrel', () => {
    expect(files.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|misc|types)(?:\/|\.ts$)/.test(file))).toEqual([])
    const doors = ['src/index.ts', 'src/knowledge/index.ts', 'src/envelope/index.ts', 'src/report/index.ts']
    const barrels = engine.filter(
      (file) => !doors.includes(file) && /^export\s+(?:type\s+)?(?:\*|\{[^}]*\})\s+from\s/m.test(readFileSync(file, 'utf8')),
    )
    expect(barrels).toEqual([])
  })

  test('a file name is a word in kebab-case', () => {
    expect(files.filter((file) => !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z-]+)*\.ts$/.test(file))).toEqual([])
  })
})

test('the rules see what they are there to see', () => {
  expect(isUpward({ file: 'src/source/open.ts', target: 'src/report/report.ts' })).toBe(true)
  expect(isUpward({ file: 'grammars/go-report/parser.ts', target: 'src/errors.ts' })).toBe(true)
  expect(isUpward({ file: 'src/report/build.ts', target: 'src/triage.ts' })).toBe(true)
  expect(isUpward({ file: 'src/triage.ts', target: 'src/command.ts' })).toBe(true)
  expect(isUpward({ file: 'src/commands/analyze.ts', target: 'src/triage.ts' })).toBe(false)
  expect(isUpward({ file: 'src/report/build.ts', target: 'src/signature/finding.ts' })).toBe(false)
  expect(
    importsIn(
      'src/report/a.ts',
      "import type { A } from '../source/source.ts'\nconst b = await import('./b.ts')\nexport type C = import('./c.ts').C",
    ),
  ).toEqual([
    { file: 'src/report/a.ts', target: 'src/source/source.ts' },
    { file: 'src/report/a.ts', target: 'src/report/b.ts' },
    { file: 'src/report/a.ts', target: 'src/report/c.ts' },
  ])
})

function isUpward({ file, target }: Import): boolean {
  if (file.startsWith('grammars/')) return target.startsWith('src/')
  const [from, to] = [floorOf(file), floorOf(target)]
  if (OPEN.includes(target) || to === null) return false
  return from === null || to > from
}

/** The number of a file's floor; null for packages and for what is open to all. */
function floorOf(file: string): number | null {
  const floor = FLOORS.findIndex((folder) => file.startsWith(folder))
  if (floor >= 0) return floor
  if (OPEN.includes(file) || !/^src\/(?:[^/]+$|commands?\/|crew\/|follow\/|gate\/|index-store\/)/.test(file)) return null
  return FLOORS.length + Number(isUnder(file, COMMANDS))
}

function isUnder(file: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place))
}

function importsOf(file: string): Import[] {
  return importsIn(file, readFileSync(file, 'utf8'))
}

function importsIn(file: string, text: string): Import[] {
  const specifiers = text.matchAll(
    /(?:^\s*(?:import|export)\b[^'"\n;]*(?:\n[^'"\n;]*)*?\bfrom\s*|^\s*import\s*|\bimport\()['"]([^'"]+)['"]/gm,
  )
  return [...specifiers].map(([, specifier]) => ({ file, target: resolve(file, specifier!) }))
}

function resolve(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(dirname(file), specifier) : specifier
}

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : [path]
  })
}

function arrow({ file, target }: Import): string {
  return `${file} → ${target}`
}
