import type { Crash, Event, Frame } from '../event/event.ts'
import type { EntityKind, Selection, Signature } from '../knowledge/contract.ts'
import type { EntityRecord, History, Replayed } from '../replay/history.ts'

/** An event for tests; `s` is its time in seconds, its line in the source the same number. */
export function makeEvent(kind: string, s: number | null, rest: Partial<Omit<Event, 'time'>> = {}): Event {
  return {
    ...{ kind, entity: null, ids: {}, inferred: [], fields: {}, node: 'tidb-0', level: 'INFO', file: '', text: kind, row: null },
    where: { source: 'a.log', line: s ?? 1 },
    time: s === null ? null : { ms: s * 1_000, zone: 0 },
    ...rest,
  }
}

/** A panic for tests, its frames given as functions from the top. */
export function makeCrash(functions: readonly string[], rest: Partial<Crash> = {}): Crash {
  const frames = functions.map(
    (func): Frame => ({ func, package: func.slice(0, func.lastIndexOf('/') + 1), file: 'x.go', line: 1, args: '' }),
  )
  return {
    ...{ kind: 'panic', message: 'runtime error: invalid memory address or nil pointer dereference', node: 'tidb-0', time: null, count: 1 },
    ...{
      signal: null,
      goroutine: { id: '7', state: 'running' },
      goroutines: 1,
      hints: [],
      nilArguments: [],
      createdBy: null,
      buckets: [],
      blockedOn: [],
    },
    ...{ tests: [], where: { source: 'a.log', line: 1 }, complete: true, fingerprint: 'go:v1:0', endedProcess: true, text: 'panic: …' },
    frames,
    rootFrame: frames[0] ?? null,
    ...rest,
  }
}

/** A replay's result for tests, empty but for what is given. */
export function makeReplayed(rest: Partial<Replayed> = {}): Replayed {
  return { histories: [], breaches: [], entities: [], nodes: [], versions: [], troubles: [], ...rest }
}

/** A history for tests that ended in one state. */
export function makeHistory(machine: string, entity: History['entity'], state: string): History {
  const step = { time: null, from: null, to: state, event: 'x', where: { source: 'a.log', line: 9 }, course: 'normal', count: 1 } as const
  return {
    machine,
    entity,
    node: null,
    states: [state],
    ended: false,
    steps: [step],
    verdict: 'conforming',
    assumptions: [],
    violations: [],
  }
}

/** A signature for tests. */
export function makeSignature(condition: string, selections: Record<string, Selection>, rest: Partial<Signature> = {}): Signature {
  return {
    ...{ id: 'x', title: 'x', category: 'x', severity: 'high', status: 'draft', per: null, explanation: 'x', remedy: 'x' },
    ...{ falsePositives: [], notToBeConfusedWith: [], mayAccompany: [], knownIssue: null },
    ...{ condition, selections },
    ...rest,
  }
}

/** What the replay knows of an entity, for tests: its kin alone. */
export function makeRecord(kind: EntityKind, id: string, kin: EntityRecord['kin']): EntityRecord {
  return { ref: { kind, id }, kin, attributes: {}, nodes: [], first: null, last: null, events: 1 }
}
