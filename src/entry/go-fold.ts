import { type Draft, goroutineId, meet } from './go-draft.ts'
import { lookAt } from './go-line.ts'

/** Of a longer stack so many lines are kept above and below; Go itself prints no more than 100 frames. */
const LONGEST_ENDS = 2000
/** No goroutine's head is longer. */
const LONGEST_HEAD = 400
const HEAD = Buffer.from('goroutine ')
const NEWLINE = 10
const NONE: readonly number[] = []

/** The goroutine under way is complete: its lines are left out if its stack stood there before. @returns their places */
export function foldLast(draft: Draft): readonly number[] {
  const { head, lines, folder } = draft
  draft.head = -1
  return head >= 0 && folder.folds(lines, head) ? leaveOut(draft, head, lines.length - head) : NONE
}

/** Leaves out the middle of a stack that does not end. @returns the places of its lines */
export function trimLast(draft: Draft): readonly number[] {
  const { head, lines } = draft
  if (head < 0 || lines.length - head < 3 * LONGEST_ENDS) return NONE
  draft.cut = true
  return leaveOut(draft, head + 1 + LONGEST_ENDS, LONGEST_ENDS)
}

function leaveOut(draft: Draft, from: number, count: number): readonly number[] {
  const { lines } = draft
  for (let i = from; i < from + count; i++) draft.size -= lines[i]?.length ?? 0
  lines.splice(from, count)
  draft.sure -= Math.max(0, Math.min(draft.sure - from, count))
  // Behind the last line nothing is joined with the next one.
  draft.lastIndex = draft.lastIndex < from ? lines.length : Math.max(from, draft.lastIndex - count)
  return draft.at.splice(from, count)
}

/** What was passed over of a page. */
export interface Passed {
  readonly next: number
  readonly lines: number
  /** Places of lines that were kept until then, and are not any more. */
  readonly folded: readonly number[]
}

/**
 * Passes over goroutines in a page whose stacks stood before in the same report, without making lines of them: of a dump of 100,000 goroutines
 * these are nearly all bytes.
 * @param start where a line begins; `end` lies behind a newline
 */
export function passKnown(draft: Draft, buf: Buffer, start: number, end: number): Passed {
  const { folder, goroutines } = draft
  const folded: number[] = []
  let next = start
  let lines = 0
  while (buf[next] === HEAD[0] && buf.compare(HEAD, 0, HEAD.length, next, Math.min(end, next + HEAD.length)) === 0) {
    if (draft.head >= 0) folded.push(...foldLast(draft))
    const newline = buf.indexOf(NEWLINE, next)
    if (newline - next > LONGEST_HEAD) break
    const header = buf.toString('latin1', next, newline)
    const id = goroutineId(header)
    if (lookAt(header) !== 'head' || goroutines.has(id) || !folder.stack.read(buf, newline + 1, end, false)) break
    if (!folder.isRepeat(header, draft.lines.length, null)) break
    meet(draft, id)
    draft.longest = Math.max(draft.longest, folder.stack.longest, newline - next)
    lines += 1 + folder.stack.lines
    next = folder.stack.next
  }
  if (lines > 0) draft.strays = draft.entries = 0
  return { next, lines, folded }
}
