import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cpuMs } from '../../src/testing/cpu.ts'
import { fold, type Repeat } from './fold.ts'
import { parseGoReport } from './index.ts'
import type { GoGoroutine, GoReportTree } from './tree.ts'

const recorded = join(import.meta.dirname, '../../fixtures/go-report')
const versions = readdirSync(recorded).filter((name) => name.startsWith('go'))
const names = readdirSync(join(recorded, 'go1.26')).filter((file) => !file.includes('json'))
const files = versions.flatMap((version) => names.map((name) => join(version, name)))

function linesOf(file: string): string[] {
  return readFileSync(join(recorded, file), 'utf8').split('\n')
}

function parse(lines: readonly string[]): GoReportTree {
  const parsed = parseGoReport(lines)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.tree
}

function parsed(lines: readonly string[], repeats: readonly Repeat[] = []): readonly GoGoroutine[] {
  const found = parseGoReport(lines, repeats)
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.tree.parts.flatMap((part) => part.goroutines)
}

/** A goroutine without what folding may lose: arguments of stacks that were printed before. */
function shape({ id, state, lock, stack }: GoGoroutine): unknown {
  return { id, state, lock, by: stack.createdBy?.func, frames: stack.frames.map(({ func, file, line }) => `${func} ${file}:${line}`) }
}

describe('the Go report grammar', () => {
  // in one a goroutine is printed twice
  it.each(files.filter((file) => !file.includes('go1.18/map-writes')))('reads %s without a frame lost', (file) => {
    const lines = linesOf(file)
    const tree = parse(lines)
    const found = tree.parts.flatMap((part) => [
      ...part.goroutines.map((it) => it.stack),
      ...(part.race ? [...part.race.accesses, ...part.race.created].map((it) => it.stack) : []),
      ...(part.profile?.buckets.map((it) => it.stack) ?? []),
    ])
    // of a stack in a message only Go 1.23 and later says by an indent that it is not the crash's own
    const own = file.includes('stack-in-message') ? lines.slice(lines.findIndex((line) => line.startsWith('goroutine '))) : lines
    const places = own.filter((line) => /\.(?:go|s):\d+(?: \+0x\S+)?(?: fp=.*)?$/.test(line) && !/^\t\t| suite_test/.test(line)).length
    const above = lines.findIndex((line) => line.startsWith('runtime stack:'))
    const aside = above < 0 ? 0 : lines.slice(above, lines.indexOf('', above)).filter((line) => line.startsWith('\t')).length
    const frames = found.reduce((sum, stack) => sum + stack.frames.length + (stack.createdBy?.file ? 1 : 0), 0)
    expect(frames).toBe(places - aside)
  })

  it('gives the same goroutines when equal stacks are left out, with the lock that each waits for', () => {
    for (const file of files.filter((it) => /\/(?:quit|many|profile-2)\.txt$/.test(it))) {
      const all = linesOf(file)
      const { lines, repeats } = fold(all)
      expect(lines.length).toBeLessThan(all.length / 2)
      const folded = parsed(lines, repeats)
      expect(folded.map(shape)).toEqual(parsed(all).map(shape))
      expect(new Set(folded.map((it) => it.stack)).size).toBeLessThan(20)
      const waiting = folded.filter(({ state }) => state === 'sync.Mutex.Lock' || state === 'semacquire')
      expect(new Set(waiting.map(({ lock }) => lock)).size).toBe(1)
      expect(waiting[0]?.lock).toMatch(/^0x[0-9a-f]+$/)
    }
  })

  it('gives the same tree with blank lines doubled, tabs turned to spaces and carriage returns', () => {
    const strip = (tree: GoReportTree): unknown =>
      JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'at' || key === 'args' ? undefined : value)))
    for (const file of files.filter((it) => !/\/(?:lines|stack-in|test-|checked-|profile-1)/.test(it))) {
      const tree = strip(parse(linesOf(file)))
      expect(strip(parse(linesOf(file).flatMap((line) => [line, ''])))).toEqual(tree)
      expect(strip(parse(linesOf(file).map((line) => line.replaceAll('\t', '        '))))).toEqual(tree)
      expect(strip(parse(linesOf(file).map((line) => `${line}\r`)))).toEqual(tree)
    }
  })

  it('parses any lines in any order without an error', () => {
    const pool = [...new Set(files.filter((file) => !/\/(?:quit|many)/.test(file)).flatMap(linesOf))]
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pool, "thread 'a' panicked at 'x', a.rs:1:2", '   1: core::f', '     at a.rs:1:2', 'a\nb'), {
          maxLength: 40,
        }),
        (lines) => {
          expect(parseGoReport(lines).ok).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('reads chains, marks and messages', () => {
    const heads = (file: string) => parse(linesOf(join('go1.26', file))).parts[0]?.heads.map(({ text, recovered }) => [text, recovered])
    expect(heads('repanic.txt')).toEqual([
      ['quota exceeded', true],
      ['giving up: quota exceeded', false],
    ])
    expect(heads('recovered-twice.txt')).toEqual([['same value again', true]])
    expect(heads('lines.txt')).toEqual([['books do not balance:\n  assets 10\n  debts 12\n\ncheck the last import', false]])
  })

  it('reads a Rust panic', () => {
    const lines = [
      "thread 'apply-0' panicked at 'out of bounds', src/fsm.rs:120:9",
      'stack backtrace:',
      '   0: core::panicking::panic_fmt',
      '             at /rustc/9f/library/core/src/panicking.rs:64:14',
      '   1: raftstore::apply',
    ]
    const [part] = parse(lines).parts
    expect(part?.heads[0]).toMatchObject({ kind: 'rust' })
    expect(part?.goroutines[0]?.stack.frames).toMatchObject([
      { func: 'core::panicking::panic_fmt', line: 64 },
      { func: 'raftstore::apply', file: '' },
    ])
  })

  it('takes time in step with the length of hostile lines', () => {
    const n = 200_000
    const hostile = [
      ' '.repeat(n),
      'a.'.repeat(n),
      '('.repeat(n),
      'a:1'.repeat(n),
      ' at :1'.repeat(n),
      `goroutine 1 [${'['.repeat(n)}`,
      `x${' '.repeat(n)}y`,
    ]
    const lines = ['panic: x', ...hostile.map((line) => `${line} x`), 'goroutine 1 [running]:']
    expect(cpuMs(() => expect(parseGoReport(lines).ok).toBe(true))).toBeLessThan(4_000)
  })
})
