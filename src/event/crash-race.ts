import type { GoRace } from '../../grammars/go-report/tree.ts'
import type { BlameLists } from '../knowledge/contract.ts'
import { frameToBlame } from './blame.ts'
import { toFrame } from './bucket.ts'
import type { CrashBase } from './crash-base.ts'
import { fingerprint } from './crash-fingerprint.ts'
import type { Bucket, Crash } from './event.ts'

/** A data race as a crash: the goroutine whose access was noticed counts as the crashing one. The detector lets the process run on. */
export function buildRace(race: GoRace, base: CrashBase, blame: BlameLists): Crash | null {
  const [first] = race.accesses
  if (!first) return null
  const frames = first.stack.frames.map(toFrame)
  const root = frameToBlame(frames, blame)
  const made = race.created.find((it) => it.goroutine === first.goroutine)
  const by = made?.stack.frames[0]
  const ids = new Set([...race.accesses, ...race.created].map((it) => it.goroutine))
  return {
    ...base,
    endedProcess: false,
    kind: 'race',
    message: 'DATA RACE',
    signal: null,
    goroutine: { id: first.goroutine, state: made?.state ?? 'running' },
    goroutines: ids.size,
    frames,
    rootFrame: root && { func: root.func, package: root.package, file: root.file, line: root.line },
    hints: race.accesses.map((access) => `${access.what} at ${access.addr} by goroutine ${access.goroutine}`),
    nilArguments: [],
    createdBy: by ? { func: by.func, file: by.file, line: by.line, goroutine: null } : null,
    buckets: race.accesses.map((access) => accessBucket(access, race)),
    blockedOn: [],
    complete: race.accesses.length > 1,
    fingerprint: fingerprint(
      race.accesses.map((access) => access.stack.frames.map(toFrame)),
      blame,
    ),
  }
}

function accessBucket({ what, goroutine, stack }: GoRace['accesses'][number], { created }: GoRace): Bucket {
  const by = created.find((it) => it.goroutine === goroutine)?.stack.frames[0]
  return {
    ...{ count: 1, state: what, waited: { least: 0, most: 0 }, frames: stack.frames.map(toFrame), locks: [], ids: [goroutine] },
    createdBy: by ? { func: by.func, file: by.file, line: by.line } : null,
  }
}
