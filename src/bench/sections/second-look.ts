import { spawnSync } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Section, timesFaster } from '../section.ts'
import { FIRST_JOB } from '../story.ts'
import { ours } from './commands.ts'

/** Shows how much of a second look is start-up. */
const REPORT = 'fixtures/reports/49770.md'

/** A second look at the same log with what the first one noted: for one job, and at all of it. */
export const secondLook: Section = {
  id: 'index',
  title: 'A second look, with an index',
  async prepare(inputs) {
    const help = spawnSync(process.execPath, ['bin/run.js', 'analyze', '--help'], { encoding: 'utf8' }).stdout
    if (!/--(?:\[no-\])?index\b/.test(help)) return 'analyze has no --index'
    const path = inputs.plain()
    const bytes = statSync(path).size
    const cache = join(inputs.folder, 'cache')
    const env = { XDG_CACHE_HOME: cache }
    const kept = [cache, join(dirname(path), '.tidb-triage')]
    const forget = (): void => {
      for (const place of kept) rmSync(place, { recursive: true, force: true })
    }
    return {
      contenders: [
        ours('without an index', [path], bytes),
        { ...ours('first, makes the index', [path], bytes, ['--index']), env, before: forget },
        { ...ours('second, one job', [path], bytes, ['--index', '--job', FIRST_JOB]), env },
        { ...ours('second, all of it', [path], bytes, ['--index']), env },
        { ...ours('start-up, a small report', [REPORT], 0), prints: 'nothing' },
      ],
      goals: [
        {
          what: 'second look at one job, against the first',
          atLeast: 10,
          unit: '×',
          reached: timesFaster('second, one job', 'first, makes the index'),
        },
      ],
    }
  },
}
