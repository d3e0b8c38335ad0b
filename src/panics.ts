import type { Crash } from './event/event.ts'
import { type JourneyInput, travel } from './journey.ts'
import { subjects } from './knowledge/index.ts'
import { CrashStories } from './replay/crash-story.ts'
import { buildPanics, type PanicsReport } from './report/panics/panics.ts'
import { withSubtests } from './subtests.ts'

export interface PanicsInput extends JourneyInput {
  /** Version of this program, for the report. */
  readonly version: string
  /** Only crashes that show this goroutine, and of their groups only its own. */
  readonly goroutine?: string | null
}

/** From bytes to every crash, dump and race report in them. */
export async function panics(input: PanicsInput): Promise<PanicsReport> {
  const crashes: Crash[] = []
  const { replay, survey, interrupted } = await travel(input, {
    literals: [],
    minders: [],
    event: () => undefined,
    crash: (crash) => crashes.push(crash),
    failed: () => undefined,
  })
  const stories = new CrashStories(replay.close(survey.coverageView()), subjects)
  const { version, goroutine = null } = input
  return buildPanics({
    ...{ crashes: withSubtests(crashes, survey.tests()), storyOf: (crash) => stories.of(crash), version, goroutine },
    ...{ coverage: survey.coverage(interrupted), sources: survey.sources().length },
  })
}
