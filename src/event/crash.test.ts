import { describe, expect, it } from 'vitest'
import { blame } from '../knowledge/blame.ts'
import { readText, report } from '../testing/crashes.ts'
import { blameMarks, goVersions, recorded } from '../testing/recorded.ts'
import { buildCrashes } from './crash.ts'
import type { Crash } from './event.ts'

const NEWEST = 'go1.26'

function recordedText(name: string, version = NEWEST): string {
  return recorded(version, name)
}

function crashOf(name: string, version = NEWEST): Crash {
  return readText(recordedText(name, version)).crashes[0] as Crash
}

describe('the frame to blame', () => {
  const cases = goVersions.flatMap((version) => [...blameMarks()].map(([name, mark]) => [version, name, mark] as const))
  it('is marked for every kind of crash', () => expect(blameMarks().size).toBeGreaterThan(25))
  it.each(cases)('of %s %s is the one that its program marks', (version, name, mark) => {
    const { rootFrame } = crashOf(name, version)
    const place = `/${rootFrame?.file}:${rootFrame?.line}`
    // check.v1 prints files of the package that it tests without their folder
    expect(place.endsWith(`/${mark}`) || `/${mark}`.endsWith(place)).toBe(true)
  })
  it.each(goVersions)('of %s is the same whatever GOTRACEBACK shows of the runtime', (version) => {
    const [single, system, crash] = ['nil-map', 'nil-map-system', 'nil-map-crash'].map((name) => crashOf(name, version))
    expect(system?.rootFrame).toEqual(single?.rootFrame)
    expect(crash?.rootFrame).toEqual(single?.rootFrame)
    expect(system?.fingerprint).toBe(single?.fingerprint)
    expect(crash?.fingerprint).toBe(single?.fingerprint)
  })
  it.each(goVersions)('of %s lies in C for a crash in C', (version) => {
    expect(crashOf('cgo', version).rootFrame?.func).toBe('main._Cfunc_first')
  })
  it.each([...blameMarks().keys()])('of %s has the same fingerprint in builds of all versions', (name) => {
    expect(new Set(goVersions.map((version) => crashOf(name, version).fingerprint)).size).toBe(1)
  })
})

describe('what happened', () => {
  const nil = 'runtime error: invalid memory address or nil pointer dereference'
  const told: readonly (readonly [string, Crash['kind'], string | null, number])[] = [
    ['nil-receiver', 'panic', nil, 1],
    ['generic', 'panic', nil, 1],
    ['nil-map', 'panic', 'assignment to entry in nil map', 1],
    ['index', 'panic', 'runtime error: index out of range [3] with length 3', 1],
    ['closed-channel', 'panic', 'send on closed channel', 1],
    ['conversion', 'panic', 'interface conversion: interface {} is int64, not string', 1],
    ['deferred', 'panic', 'runtime error: integer divide by zero', 1],
    ['repanic', 'panic', 'quota exceeded', 1],
    ['recovered-twice', 'panic', 'same value again', 1],
    ['lines', 'panic', 'books do not balance:\n  assets 10\n  debts 12\n\ncheck the last import', 1],
    ['value', 'panic', '(main.code) 0x7a5848', 1],
    ['http', 'panic', nil, 1],
    ['many', 'panic', 'assignment to entry in nil map', 601],
    ['map-writes', 'fatal', 'concurrent map writes', 1],
    ['overflow', 'fatal', 'stack overflow', 7],
    ['unlock', 'fatal', 'sync: unlock of unlocked mutex', 1],
    ['fault', 'fatal', 'fault', 7],
    ['memory', 'fatal', 'out of memory', 9],
    ['cgo', 'fatal', 'SIGSEGV: segmentation violation', 7],
    ['checkptr', 'fatal', 'checkptr: converted pointer straddles multiple allocations', 7],
    ['abort', 'dump', 'SIGABRT: abort', 10],
    ['race-main', 'race', 'DATA RACE', 2],
    ['deadlock', 'deadlock', 'all goroutines are asleep - deadlock!', 4],
    ['quit', 'dump', 'SIGQUIT: quit', 308],
    ['profile-1', 'dump', 'goroutine profile: total 31', 31],
    ['profile-2', 'dump', null, 31],
    ['asked', 'dump', null, 1],
    ['race', 'race', 'DATA RACE', 2],
    ['test-race', 'race', 'DATA RACE', 2],
    ['test-timeout', 'timeout', 'test timed out after 2s', 4],
    ['test-leak', 'dump', 'found unexpected goroutines', 2],
    ['test-panic', 'panic', nil, 1],
    ['chain', 'panic', 'no transaction', 1],
    ['caught', 'panic', 'assignment to entry in nil map', 1],
    ['threads', 'fatal', 'thread exhaustion', 27],
    ['labels', 'dump', 'goroutine profile: total 2', 2],
    ['checked-panic', 'panic', nil, 1],
    ['checked-fixture', 'panic', 'no ledger to open', 1],
  ]
  it.each(told)('%s is a %s', (name, kind, message, goroutines) => {
    const crash = crashOf(name)
    expect({ kind: crash.kind, message: crash.message, goroutines: crash.goroutines }).toEqual({ kind, message, goroutines })
    expect(crash.complete).toBe(true)
  })

  it.each(goVersions)('is told alike of what %s printed', (version) => {
    // before Go 1.20 a fault in C code was told as one of the runtime
    for (const [name, kind, message] of told.filter(([name]) => name !== 'cgo')) {
      const crash = crashOf(name, version)
      // a value that Go cannot print comes with its address
      const same = name === 'value' ? crash.message?.replace(/0x.*/, '0x7a5848') : crash.message
      expect([name, crash.kind, same, crash.complete]).toEqual([name, kind, message, true])
    }
  })

  it('tells of two threads that crashed at once as of one crash, with the stacks of both', () => {
    const crashes = readText(recordedText('map-writes', 'go1.18')).crashes
    expect(crashes.map(({ goroutine, goroutines }) => [goroutine?.id, goroutines])).toEqual([['26', 9]])
    expect(crashes[0]?.buckets[0]).toMatchObject({ count: 2, state: 'running', ids: ['26', '21'] })
  })

  it('keeps the signal, the creator and the panic that came on top', () => {
    expect(crashOf('nil-receiver').signal).toMatchObject({ name: 'SIGSEGV', code: '0x1', addr: '0x18' })
    expect(crashOf('nil-receiver').createdBy).toMatchObject({ func: 'main.nilReceiver', line: 28, goroutine: '1' })
    expect(crashOf('quit').signal).toMatchObject({ name: 'SIGQUIT', code: '0' })
    expect(crashOf('deferred').hints).toEqual(['panicked again on the way up: rollback failed: no connection'])
  })

  it('tells every race of a run, with the main goroutine in it', () => {
    const { crashes } = readText(recordedText('race-main'))
    expect(crashes.map(({ goroutine, hints }) => [goroutine?.id, hints.length])).toEqual([
      ['main', 2],
      ['main', 2],
    ])
    expect(new Set(crashes.map(({ where }) => where.line)).size).toBe(2)
  })

  it('names no goroutine where none crashed', () => {
    for (const name of ['deadlock', 'quit', 'threads', 'profile-1', 'profile-2', 'test-leak']) {
      expect([crashOf(name).goroutine, crashOf(name).rootFrame, crashOf(name).frames]).toEqual([null, null, []])
    }
  })

  it('knows which processes went on', () => {
    const ended = ['nil-map', 'http', 'race', 'profile-2', 'quit', 'deadlock', 'caught', 'checked-panic'].map(
      (name) => crashOf(name).endedProcess,
    )
    expect(ended).toEqual([true, false, false, false, true, true, false, false])
  })

  it('lists failed and running tests', () => {
    expect(readText(recordedText('test-fail'))).toEqual({ crashes: [], failedTests: ['TestBooks', 'TestBooks/balanced'] })
    expect(readText(recordedText('test-fail-verbose')).failedTests).toEqual(['TestBooks', 'TestBooks/balanced'])
    expect(crashOf('test-panic').tests).toEqual(['TestBooks', 'TestBooks/closed'])
    expect(crashOf('test-race').tests).toEqual(['TestShared'])
    expect(crashOf('test-timeout').tests).toEqual(['TestWait', 'TestWait/forever'])
    // which does not say what was running
    expect(crashOf('test-timeout', 'go1.18').tests).toEqual(['TestWait'])
  })
})

describe('a report that was cut', () => {
  const lines = recordedText('nil-argument').trimEnd().split('\n')
  it('at the top keeps its frames and says that it is not whole', () => {
    const [whole] = buildCrashes(report(lines), blame)
    const [headless] = buildCrashes(report(lines.slice(3)), blame)
    expect(headless).toMatchObject({ kind: 'panic', message: null, complete: false, goroutine: { id: '1' } })
    expect(headless?.frames).toEqual(whole?.frames)
    expect(headless?.rootFrame).toEqual(whole?.rootFrame)
    expect(headless?.fingerprint).toBe(whole?.fingerprint)
    expect(headless?.nilArguments).toEqual(whole?.nilArguments)
  })
  it('anywhere never throws and never blames what the text does not show', () => {
    for (let from = 0; from < lines.length; from++) {
      for (let to = from; to <= lines.length; to++) {
        for (const crash of buildCrashes(report(lines.slice(from, to)), blame)) {
          if (crash.rootFrame) expect(lines.slice(from, to).join('\n')).toContain(crash.rootFrame.func)
          if (to < lines.length && to > 4 && from === 0 && lines[to]?.startsWith('\t')) expect(crash.complete).toBe(false)
        }
      }
    }
  })
  it('before the first frame is known still tells what happened', () => {
    expect(buildCrashes(report(lines.slice(0, 2)), blame)).toMatchObject([{ kind: 'panic', signal: { name: 'SIGSEGV' }, complete: false }])
  })
})

describe('a stack whose first line is missing', () => {
  const stack = (...calls: readonly string[]) => readText(calls.flatMap((call) => [call, '\t/src/a.go:1']).join('\n')).crashes
  it("is told by what Go's own frames say", () => {
    const [crash] = stack('example.com/db/util.Recover', 'runtime.gopanic', 'runtime.panicmem', 'example.com/db/ddl.run')
    expect(crash).toMatchObject({ kind: 'panic', message: null, endedProcess: false })
    expect(crash?.hints[0]).toBe('Go raised it for a nil pointer or another invalid address')
  })

  it('names the program whose functions they are', () => {
    const [importer] = stack('panic(0x1)', 'github.com/pingcap/tidb/lightning/pkg/importer.(*TableImporter).run(0x1)')
    const [server] = stack('panic(0x1)', 'github.com/pingcap/tidb/pkg/executor/importer.(*tableImporter).run(0x1)')
    expect([importer?.program, server?.program]).toEqual(['tidb-lightning', undefined])
  })
})

describe('several crashes in one text', () => {
  it('are told apart, each at its own place', () => {
    const text = ['nil-map', 'index', 'race', 'deadlock', 'unlock'].map((name) => recordedText(name)).join('')
    const { crashes } = readText(text)
    expect(crashes.map((crash) => crash.kind)).toEqual(['panic', 'panic', 'race', 'deadlock', 'fatal'])
    expect(crashes.map((crash) => crash.where.line)).toEqual([1, 8, 18, 40, 95])
    for (const crash of crashes)
      expect(text.split('\n')[crash.where.line - 1]).toMatch(/^(?:panic: |={18}|WARNING: DATA RACE|fatal error: )/)
  })
})

describe('a fatal error in a test, of which the runner can say no more', () => {
  const place = ['\t/src/a_test.go:3 +0x2c']
  const head = ['fatal error: concurrent map writes', '', 'goroutine 6 [running]:', 'internal/runtime/maps.fatal({0x58, 0x0})', ...place]
  const runner = ['testing.tRunner(0xd1, 0x59)', ...place]
  const of = (...lines: readonly string[]) => buildCrashes(report([...head, ...lines]), blame).map(({ tests }) => tests)
  it.each([
    ['runs the test', ['example.com/gt.TestA(0xd1)', ...place, ...runner], ['TestA']],
    ['runs a subtest', ['example.com/gt.add()', ...place, 'example.com/gt.TestA.func1.2(0xd1)', ...place, ...runner], ['TestA']],
    ['was made by the test', ['example.com/gt.add()', ...place, 'created by example.com/gt.TestA in goroutine 3', ...place], ['TestA']],
    ['has nothing to do with one', ['main.main()', ...place, 'created by main.Tester in goroutine 3', ...place], []],
  ])('is of that test when its goroutine %s', (_, lines, tests) => expect(of(...lines)).toEqual([tests]))
})
