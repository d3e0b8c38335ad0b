import { alikeness } from '../event/alikeness.ts'
import type { Crash, FailedTests } from '../event/event.ts'
import { assertionIn } from '../event/test-assertion.ts'
import type { Detection, Sample } from '../replay/detection.ts'
import type { Breach, Replayed, Violation } from '../replay/history.ts'
import { crashSeverity, isLeak } from './crash-severity.ts'
import type { Evidence, Finding } from './finding.ts'
import { groupBy } from './group-by.ts'

/** Lines of evidence that a finding carries at most. */
const MOST_EVIDENCE = 8

/** What was met beside events. */
export interface Met {
  readonly crashes: readonly Crash[]
  readonly failures: readonly FailedTests[]
  readonly detections: readonly Detection[]
}

/** The findings that need no signature: crashes, failed tests, illegal steps, broken invariants, loops without progress. */
export function derive(replayed: Replayed, { crashes, failures, detections }: Met): readonly Finding[] {
  return [
    ...crashFindings(crashes, failures),
    ...testFailures(failures, crashes),
    ...replayed.histories.flatMap((history) => history.violations.map(violationFinding)),
    ...replayed.breaches.map(breachFinding),
    ...detections.map(detected),
  ]
}

/**
 * The findings that crashes are: one for all that have the same stack; a dump that was asked for is none. A test that crashed stands for
 * itself, with those that it is part of and that failed, too.
 */
export function crashFindings(crashes: readonly Crash[], failures: readonly FailedTests[]): readonly Finding[] {
  const failed = new Set(failures.flatMap(({ names }) => names))
  const graded = crashes.flatMap((crash, i) => {
    const severity = crashSeverity(crash)
    // who failed for what goleak found is told as a failed test or package
    if (severity === null || (failures.length > 0 && isLeak(crash))) return []
    return [{ crash, severity, key: [alikeness(crash), severity, crash.tests.length > 0 ? i : null] }]
  })
  return [...groupBy(graded, ({ key }) => JSON.stringify(key)).values()].map(([first, ...again]) =>
    crashFinding([first.crash, ...again.map(({ crash }) => crash)], first.severity, failed),
  )
}

function crashFinding(crashes: readonly [Crash, ...Crash[]], severity: Finding['severity'], failed: ReadonlySet<string>): Finding {
  const [first] = crashes
  const { kind, tests, message } = first
  const shown = crashes.length <= MOST_EVIDENCE ? crashes : [...crashes.slice(0, MOST_EVIDENCE / 2), ...crashes.slice(-MOST_EVIDENCE / 2)]
  const times = crashes.flatMap(({ time }) => time ?? []).sort((a, b) => a.ms - b.ms)
  return {
    ...{ code: `go-${isLeak(first) ? 'leak' : kind}`, kind: 'crash', confidence: 'high', signature: null, causedBy: [] },
    ...(tests.length > 0 ? { code: 'test-failure', kind: 'test-failure' } : {}),
    severity,
    entities: [...new Set([...tests, ...tests.flatMap(partOf).filter((name) => failed.has(name))])].map((id) => ({ kind: 'test', id })),
    nodes: [...new Set(crashes.flatMap(({ node }) => node ?? []))].sort(),
    ...{ first: times[0] ?? null, last: times.at(-1) ?? null, count: crashes.reduce((sum, { count }) => sum + count, 0) },
    evidence: shown.map(({ where, time, text }) => ({ where, time, text, role: 'crash' })),
    arguments: { ...crashWords(first), message: message ?? '', test: tests[0] ?? '' },
  }
}

/** What the wording of a crash needs beside its message. */
function crashWords(crash: Crash): Finding['arguments'] {
  const { rootFrame, frames, buckets, program } = crash
  return {
    frame: rootFrame?.func ?? '',
    place: rootFrame && rootFrame.file !== '' ? `${rootFrame.file}:${rootFrame.line}` : '',
    hint: crash.hints[0] ?? '',
    ...(frames.length === 0 ? { stackless: 'true' } : crash.complete ? {} : { cut: 'true' }),
    ...(isLeak(crash) ? { by: buckets.find(({ createdBy }) => createdBy)?.createdBy?.func ?? '' } : {}),
    ...(program === undefined ? {} : { program }),
    // without a stack all that is known is what was said
    fingerprint: frames.length + buckets.length === 0 ? '' : crash.fingerprint,
  }
}

/** The tests that a test is part of, the nearest first. */
function partOf(test: string): readonly string[] {
  const end = test.lastIndexOf('/')
  return end < 0 ? [] : [test.slice(0, end), ...partOf(test.slice(0, end))]
}

/** One finding per innermost failed test of which no crash tells, with the tests that it is part of: they failed because it did. */
export function testFailures(failures: readonly FailedTests[], crashes: readonly Crash[]): readonly Finding[] {
  const told = new Set(crashes.filter((crash) => crashSeverity(crash) !== null).flatMap(({ tests }) => tests))
  const all = new Map(failures.flatMap((failed) => failed.names.map((name) => [name, failed] as const)))
  const names = [...all.keys()]
  return names
    .filter((name) => !told.has(name) && !names.some((other) => other.startsWith(`${name}/`)))
    .map((name) => {
      const failed = all.get(name)!
      const { time } = failed
      const { where, text } = failed.words?.find((words) => words.name === name) ?? failed
      const family = names.filter((other) => other === name || name.startsWith(`${other}/`)).sort((a, b) => b.length - a.length)
      return {
        ...{ code: 'test-failure', kind: 'test-failure', severity: 'high', confidence: 'high', signature: null, causedBy: [], nodes: [] },
        entities: family.map((id) => ({ kind: 'test', id })),
        ...{ first: time, last: time, count: 1, evidence: [{ where, time, text, role: 'failed' }] },
        arguments: { test: name, said: assertionIn(text) },
      }
    })
}

function violationFinding({ machine, entity, lastGood, observed, legal, event }: Violation): Finding {
  const before: readonly Evidence[] = lastGood?.where
    ? [{ where: lastGood.where, time: lastGood.time, text: `${lastGood.event} → ${lastGood.to}`, role: 'last good step' }]
    : []
  return {
    ...{ code: `illegal-${machine}-step`, kind: 'violation', severity: 'medium', confidence: 'medium', signature: null, causedBy: [] },
    entities: [entity],
    nodes: event.node === null ? [] : [event.node],
    ...{ first: event.time, last: event.time, count: 1 },
    evidence: [...before, evidenceOf(event, 'violation')],
    arguments: { machine, from: lastGood?.to ?? '', to: observed, legal: legal.join(', ') },
  }
}

function breachFinding({ invariant, entity, events, broken, count }: Breach): Finding {
  const nodes = [...new Set(events.flatMap((event) => (event.node === null ? [] : [event.node])))].sort()
  return {
    ...{ code: invariant.id, kind: 'invariant', severity: invariant.severity, confidence: 'medium', signature: null, causedBy: [] },
    ...{ entities: entity ? [entity] : [], nodes, count },
    first: events[0]?.time ?? null,
    last: events.at(-1)?.time ?? null,
    evidence: events.slice(0, MOST_EVIDENCE).map((event) => evidenceOf(event, broken.has(event) ? 'breach' : 'last good step')),
    arguments: { invariant: invariant.id, because: invariant.because },
  }
}

/** The codes of all that `derive` can find, but for broken rules, whose codes are their ids. */
export function derivedCodes(machines: readonly string[]): readonly string[] {
  const crashes = ['panic', 'fatal', 'race', 'deadlock', 'timeout', 'dump', 'leak'].map((kind) => `go-${kind}`)
  return ['test-failure', 'fatal-exit', ...crashes, ...machines.map((machine) => `illegal-${machine}-step`), ...Object.keys(DETECTED)]
}

/** How the report sorts what the detectors found. */
const DETECTED: Readonly<Record<Detection['kind'], Pick<Finding, 'kind' | 'severity' | 'confidence'>>> = {
  livelock: { kind: 'livelock', severity: 'high', confidence: 'medium' },
  'retry-storm': { kind: 'livelock', severity: 'high', confidence: 'medium' },
  stall: { kind: 'stall', severity: 'high', confidence: 'medium' },
  'crash-loop': { kind: 'crash', severity: 'critical', confidence: 'high' },
  'owner-flapping': { kind: 'error', severity: 'medium', confidence: 'medium' },
  'left-over': { kind: 'error', severity: 'medium', confidence: 'medium' },
}

function detected({ kind, entity, nodes, events, error, count, first, last, periodMs, retriesLeft, samples, told }: Detection): Finding {
  return {
    ...{ code: kind, ...DETECTED[kind], signature: null, causedBy: [], entities: entity === null ? [] : [entity] },
    ...{ nodes, first, last, count },
    evidence: samples.slice(0, MOST_EVIDENCE).map((sample) => evidenceOf(sample, ROLES[kind])),
    arguments: {
      ...{ round: events.join(', '), message: error, ...told },
      ...(periodMs === null ? {} : { period: String(periodMs) }),
      ...(retriesLeft === null ? {} : { left: String(retriesLeft) }),
    },
  }
}

const ROLES: Readonly<Record<Detection['kind'], string>> = {
  ...{ livelock: 'repeated', 'retry-storm': 'repeated', stall: 'last sign', 'crash-loop': 'began anew' },
  ...{ 'owner-flapping': 'new owner', 'left-over': 'last sign' },
}

function evidenceOf({ where, time, text }: Sample, role: string): Evidence {
  return { where, time, text, role }
}
