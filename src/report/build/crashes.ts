import type { Crash } from '../../event/event.ts'
import type { CrashStory } from '../../replay/crash-story.ts'
import { compareText, first } from '../order.ts'
import type { ReportCrash, ReportStory } from '../report.ts'
import { compareTimes, isoTime } from '../time.ts'

/** What a crash cut into; null where that is not known. */
export type StoryOf = (crash: Crash) => CrashStory | null

/** Those that ended their process first, then by time and place. */
export function buildCrashes(crashes: readonly Crash[], storyOf: StoryOf): ReportCrash[] {
  return crashes.map((crash) => buildCrash(crash, storyOf)).sort(compareCrashes)
}

/** A crash as reports print it. */
export function buildCrash(given: Crash, storyOf: StoryOf): ReportCrash {
  const { text: _text, nilArguments: _nilArguments, program: _program, ...rest } = given
  const story = storyOf(given)
  return { ...rest, time: isoTime(given.time), story: story && buildStory(story) }
}

function buildStory({ life, running }: CrashStory): ReportStory {
  return {
    life: life && { start: isoTime(life.start), end: isoTime(life.end), endedBy: life.endedBy },
    running: running.map(({ entity, state, lastLegal: step }) => ({
      ...{ entity, state },
      lastLegal: step && { time: isoTime(step.time), to: step.to, event: step.event, where: step.where },
    })),
  }
}

/** The order of `buildCrashes`. */
export function compareCrashes(a: ReportCrash, b: ReportCrash): number {
  return first(
    Number(b.endedProcess) - Number(a.endedProcess),
    compareTimes(a.time, b.time),
    compareText(a.where.source, b.where.source),
    a.where.line - b.where.line,
    compareText(a.fingerprint, b.fingerprint),
  )
}
