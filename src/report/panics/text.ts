import type { BlockedOn, Bucket, Frame } from '../../event/event.ts'
import { Canvas } from '../terminal/canvas.ts'
import { severityStyle } from '../terminal/severity.ts'
import { storyLines } from '../wording/crash-story.ts'
import { counted } from '../wording/names.ts'
import { frameLine, placeOf } from '../wording/place.ts'
import { type Alike, alike } from './alike.ts'
import type { PanicsCrash } from './panics.ts'
import type { PanicsLook, PanicsPrinter } from './printer.ts'
import { againLines, crashFacts, foundLine, groupLine, signalLine, waitLine } from './words.ts'

/** How much of what is told unless all is asked for. */
const AT_A_GLANCE = { crashes: 20, groups: 8, waits: 8, frames: 6, crashing: 16 } as const

/**
 * For people: what was found in all, then each crash with whom to blame, who waits for what, and the groups of its goroutines. Of crashes
 * alike the first stands for all: a server that is started again and again dies of one thing.
 */
export const panicsText: PanicsPrinter = (report, look) => {
  const canvas = new Canvas(look)
  const kinds = alike(report.crashes)
  canvas.line(foundLine(report, kinds.length), 0, canvas.paint.bold)
  const told = look.full ? report.crashes.map((crash): Alike => [crash]) : kinds
  const shown = look.full ? told : told.slice(0, AT_A_GLANCE.crashes)
  for (const crashes of shown) drawCrash(crashes, canvas, look)
  const more = told.length - shown.length
  if (more > 0) {
    canvas.blank()
    canvas.line(`${more} more; --full shows them all`, 0, canvas.paint.dim)
  }
  return canvas.text()
}

function drawCrash(crashes: Alike, canvas: Canvas, { full }: PanicsLook): void {
  const [crash] = crashes
  const { paint } = canvas
  canvas.blank()
  const [headline = '', ...lines] = (crash.message ?? '(its first line is missing)').split('\n')
  canvas.line(`${crash.kind}: ${headline}`, 0, severityStyle(paint, crash.severity))
  for (const line of lines.slice(0, full ? undefined : AT_A_GLANCE.frames)) canvas.line(line, 4)
  canvas.line(crashFacts(crash), 2, paint.dim)
  for (const line of againLines(crashes)) canvas.line(line, 2)
  const signal = signalLine(crash)
  if (signal !== null) canvas.line(signal, 2)
  if (crash.rootFrame) canvas.line(`to blame: ${placeOf(crash.rootFrame)}`, 2, paint.red)
  for (const hint of crash.hints) canvas.line(hint, 2, paint.yellow)
  canvas.line(`fingerprint: ${crash.fingerprint}`, 2, paint.dim)
  if (crash.tests.length > 0) canvas.line(`tests: ${crash.tests.join(', ')}`, 2)
  for (const line of storyLines(crash)) canvas.line(line, 2)
  drawWaits(crash.blockedOn, canvas, full)
  drawGroups(crash, canvas, full)
}

function drawWaits(waits: readonly BlockedOn[], canvas: Canvas, full: boolean): void {
  if (waits.length === 0) return
  canvas.line('Who waits for what', 2, canvas.paint.bold)
  const shown = full ? waits : waits.slice(0, AT_A_GLANCE.waits)
  const widest = Math.max(...shown.map(({ goroutines }) => String(goroutines).length))
  for (const wait of shown) canvas.line(`${String(wait.goroutines).padStart(widest)}  ${waitLine(wait)}`, 4)
  const more = waits.length - shown.length
  if (more > 0) canvas.line(`${more} more places; --full shows them all`, 4, canvas.paint.dim)
}

function drawGroups({ buckets, goroutines, rootFrame, goroutine }: PanicsCrash, canvas: Canvas, full: boolean): void {
  if (buckets.length === 0) return
  const { paint } = canvas
  canvas.line(goroutines === 1 ? 'One goroutine' : `${goroutines} goroutines, ${buckets.length} different`, 2, paint.bold)
  const shown = full ? buckets : buckets.slice(0, AT_A_GLANCE.groups)
  for (const bucket of shown) {
    const crashing = goroutine !== null && bucket.ids.includes(goroutine.id)
    canvas.line(groupLine(bucket, full), 4, crashing ? paint.bold : (text) => text)
    const blamed = (frame: Frame): boolean => crashing && frame.func === rootFrame?.func && frame.line === rootFrame.line
    drawFrames(bucket, canvas, { full, blamed, limit: crashing ? AT_A_GLANCE.crashing : AT_A_GLANCE.frames })
  }
  const left = buckets.slice(shown.length)
  const others = left.reduce((sum, { count }) => sum + count, 0)
  if (left.length > 0) canvas.line(`${others} more in ${left.length} groups; --full shows them all`, 4, paint.dim)
}

interface Shown {
  readonly full: boolean
  readonly limit: number
  readonly blamed: (frame: Frame) => boolean
}

function drawFrames({ frames, createdBy }: Bucket, canvas: Canvas, { full, limit, blamed }: Shown): void {
  const { paint } = canvas
  const calls = full ? frames.map((frame) => ({ frame, times: 1 })) : turns(frames)
  const shown = full ? calls : calls.slice(0, limit)
  for (const { frame, times } of shown) {
    const isBlamed = blamed(frame)
    const call = full ? `${frame.func}(${frame.args})` : frame.func
    const again = times > 1 ? `  ×${times}` : ''
    canvas.line(`${isBlamed ? '▸' : ' '} ${frameLine(call, frame)}${again}`, 6, isBlamed ? paint.red : (text) => text)
  }
  const more = frames.length - shown.reduce((sum, { times }) => sum + times, 0)
  if (more > 0) canvas.line(`  ${counted(more, 'more frame')}`, 6, paint.dim)
  if (createdBy) canvas.line(`  created by ${placeOf(createdBy)}`, 6, paint.dim)
}

interface Turn {
  readonly frame: Frame
  times: number
}

/** Frames, those of a function that calls itself at one place as one: they are all that is shown of a stack that overflowed. */
function turns(frames: readonly Frame[]): readonly Turn[] {
  const all: Turn[] = []
  for (const frame of frames) {
    const last = all.at(-1)
    if (last && last.frame.func === frame.func && last.frame.file === frame.file && last.frame.line === frame.line) last.times++
    else all.push({ frame, times: 1 })
  }
  return all
}
