import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runs } from './runs.ts'

export const BENIGN = 'fixtures/benign'

/** The log of one node of a run; `file` begins with the run's name. */
export interface HealthyLog {
  readonly file: string
  readonly text: string
}

/** All logs of all runs, as the renderer writes them now. */
export function renderRuns(): readonly HealthyLog[] {
  return Object.entries(runs).flatMap(([name, run]) => run().nodes.map((node) => ({ file: `${name}/${node.name}.log`, text: node.log() })))
}

/** Puts them in place of what lies under fixtures/benign. */
export function writeRuns(logs: readonly HealthyLog[]): void {
  rmSync(BENIGN, { recursive: true, force: true })
  for (const { file, text } of logs) {
    mkdirSync(join(BENIGN, file, '..'), { recursive: true })
    writeFileSync(join(BENIGN, file), text)
  }
}

/** What lies there, by the name of the run. */
export function readRuns(): ReadonlyMap<string, readonly HealthyLog[]> {
  return new Map(
    readdirSync(BENIGN)
      .sort()
      .map((name) => [
        name,
        readdirSync(join(BENIGN, name))
          .sort()
          .map((log) => readLog(`${name}/${log}`)),
      ]),
  )
}

function readLog(file: string): HealthyLog {
  return { file, text: readFileSync(join(BENIGN, file), 'utf8') }
}
