import { alikeness } from '../../event/alikeness.ts'
import { groupBy } from '../../signature/group-by.ts'
import type { Report, ReportCrash } from '../report.ts'
import { readableTime } from '../time.ts'
import { storyLines } from '../wording/crash-story.ts'
import { frameLine, placeOf } from '../wording/place.ts'
import type { Canvas } from './canvas.ts'

const SHOWN = 10
const FRAMES = 6
const MOST_FRAMES = 20
/** Of crashes alike, those whose place is named. */
const PLACES = 5

export function drawCrashes({ crashes }: Report, canvas: Canvas): void {
  if (crashes.length === 0) return
  const { dim } = canvas.paint
  canvas.heading(crashes.length === 1 ? 'Crash' : `Crashes (${crashes.length})`)
  const alike = [...groupBy(crashes, alikeness).values()]
  for (const [first, ...again] of alike.slice(0, SHOWN)) {
    drawCrash(first, canvas)
    for (const { node, time, where } of again.slice(0, PLACES)) {
      canvas.line(
        ['again', node ?? 'unknown node', readableTime(time), `${where.source}:${where.line}`].filter(Boolean).join(' · '),
        4,
        dim,
      )
    }
    if (again.length > PLACES) canvas.line(`and ${again.length - PLACES} more with the same stack`, 4, dim)
  }
  const more = alike.slice(SHOWN).flat().length
  if (more > 0) canvas.line(`and ${more} more; --format json lists them all`, 2, dim)
}

function drawCrash(crash: ReportCrash, canvas: Canvas): void {
  const { paint } = canvas
  canvas.line(`${crash.kind}: ${crash.message ?? '(its first line is missing)'}`, 2, paint.bold)
  canvas.line(facts(crash), 4, paint.dim)
  const blame = crash.rootFrame
  if (blame) canvas.line(`to blame: ${placeOf(blame)}`, 4, paint.red)
  for (const hint of crash.hints) canvas.line(hint, 4, paint.yellow)
  const isBlamed = (frame: ReportCrash['frames'][number]): boolean =>
    blame !== null && frame.func === blame.func && frame.line === blame.line
  // with the caller of the frame to blame, however many helpers stand above it
  const shown = Math.max(FRAMES, Math.min(MOST_FRAMES, crash.frames.findIndex(isBlamed) + 2))
  for (const frame of crash.frames.slice(0, shown)) {
    const blamed = isBlamed(frame)
    canvas.line(`${blamed ? '▸' : ' '} ${frameLine(frame.func, frame)}`, 4, blamed ? paint.red : (text) => text)
  }
  if (crash.frames.length > shown) canvas.line(`  ${crash.frames.length - shown} more frames`, 4, paint.dim)
  if (crash.createdBy) canvas.line(`created by ${placeOf(crash.createdBy)}`, 4, paint.dim)
  for (const line of storyLines(crash)) canvas.line(line, 4)
  if (crash.tests.length > 0) canvas.line(`tests: ${crash.tests.join(', ')}`, 4)
}

function facts(crash: ReportCrash): string {
  const signal = crash.signal && [crash.signal.name, crash.signal.addr && `addr ${crash.signal.addr}`].filter(Boolean).join(' ')
  return [
    crash.node ?? 'unknown node',
    readableTime(crash.time),
    signal,
    crash.goroutine && `goroutine ${crash.goroutine.id} [${crash.goroutine.state}]`,
    crash.goroutines > 1 ? `${crash.goroutines} goroutines` : null,
    crash.count > 1 ? `${crash.count} times` : null,
    crash.endedProcess ? null : 'the process survived',
    crash.complete ? null : 'the report is cut',
    `${crash.where.source}:${crash.where.line}`,
  ]
    .filter((fact) => fact !== null && fact !== '')
    .join(' · ')
}
