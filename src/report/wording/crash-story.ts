import type { ReportCrash } from '../report.ts'
import { clockTime, readableTime } from '../time.ts'
import { nameOf } from './names.ts'

/** What a crash cut into, one line each: the life that it ended, and what ran there with its last legal step; none where nothing is known. */
export function storyLines({ story, time }: Pick<ReportCrash, 'story' | 'time'>): readonly string[] {
  if (story === null) return []
  const life = story.life?.start ? [`ended a life that began at ${readableTime(story.life.start)}`] : []
  const running = story.running.map(({ entity, state, lastLegal }) => {
    const step =
      lastLegal &&
      ` (${lastLegal.event.slice(lastLegal.event.lastIndexOf('.') + 1)}${lastLegal.time === null ? '' : ` at ${clockTime(lastLegal.time, time)}`})`
    const legal = lastLegal === null || lastLegal.to === state ? '' : `, last legal state ${lastLegal.to}`
    return `${nameOf(entity)} was ${state} there${legal}${step ?? ''}`
  })
  return [...life, ...running]
}
