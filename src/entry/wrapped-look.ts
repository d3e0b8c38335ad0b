import { BACKSLASH, CLOSE_BRACKET, OPEN_BRACKET, QUOTE, UPPER_D, UPPER_I } from '../envelope/bytes.ts'
import { unescaped } from '../envelope/escapes.ts'
import type { Stencils, Wrapping } from '../envelope/stencils.ts'
import type { Level } from './entry.ts'
import { FIRST_BYTES, type HeaderLook, messageEnd } from './look.ts'
import { WORSE } from './quiet.ts'
import { IDLE, QUIET, QuietHeads, STRANGE } from './quiet-heads.ts'
import { Second } from './second.ts'
import type { Wants } from './wants.ts'

/** Where the level stands in an entry. */
const LEVEL = 34
/** Bytes from the level on that are looked at, at the most. */
const ROOM = 200

/** A quote is written in another way inside a JSON string. */
interface Learnt {
  readonly escaped: QuietHeads
  readonly plain: QuietHeads
}

/** What was learnt of lines holds for all readings of a thread. */
const learntByWants = new WeakMap<Wants, Learnt>()

function learntFor(wants: Wants): Learnt {
  let learnt = learntByWants.get(wants)
  if (learnt === undefined) learntByWants.set(wants, (learnt = { escaped: new QuietHeads(), plain: new QuietHeads() }))
  return learnt
}

/**
 * The look at a line in an envelope that is likely to hold an entry of no interest: what the transport escaped stays escaped. Its fields
 * hold what the last successful `at` saw.
 */
export class WrappedLook {
  /** Milliseconds since 1970, and minutes east of UTC. */
  ms = 0
  zone = 0
  level: Level = 'UNKNOWN'
  /** Whether the tables know the message. */
  isIdle = false
  /** Where the next line begins. */
  next = 0
  /** Bytes from the level on that tell whether it may be of interest; 0 where they don't for a line that is graver than INFO. */
  headLength = 0
  private readonly second = new Second()
  private readonly learnt: Learnt

  constructor(
    private readonly look: HeaderLook,
    private readonly wants: Wants,
  ) {
    this.learnt = learntFor(wants)
  }

  /** @returns how the line at `start` is wrapped, null where it may be more than one closed entry that only needs to be counted */
  at(stencils: Stencils, buf: Buffer, start: number): Wrapping | null {
    if (!stencils.opens(buf, start)) return null
    const { view, start: at } = stencils
    if (buf[at] !== OPEN_BRACKET || at + LEVEL + ROOM > view.byteLength) return null
    const level = at + LEVEL
    if (buf[level] !== UPPER_I && buf[level] !== UPPER_D) return this.bad(stencils, buf)
    const heads = stencils.isString ? this.learnt.escaped : this.learnt.plain
    const ms = this.second.ms(view, at)
    let kind = Number.isNaN(ms) ? STRANGE : heads.kind(view, level, ROOM)
    let behind = kind === STRANGE ? at : level + heads.length
    const wrapping = stencils.closes(behind)
    if (wrapping === null || buf[stencils.end - 1] !== CLOSE_BRACKET) return null
    if (kind === STRANGE) {
      kind = this.kind(heads, stencils, buf)
      if (kind === STRANGE) return null
      behind = level + heads.length
      this.ms = this.look.ms
      this.zone = this.look.zone
    } else {
      this.ms = ms
      this.zone = this.second.zone
    }
    if (kind === IDLE && this.tells(stencils, buf, behind)) return null
    this.isIdle = kind === IDLE
    this.headLength = heads.length
    this.level = buf[level] === UPPER_D ? 'DEBUG' : 'INFO'
    this.next = stencils.next
    return wrapping
  }

  /** A look at a head that was not met before, or not in this second; remembers what it sees. */
  private kind(heads: QuietHeads, stencils: Stencils, buf: Buffer): number {
    const { look } = this
    const { view, start } = stencils
    if (!this.looksAt(stencils, buf) || (look.level !== 'INFO' && look.level !== 'DEBUG')) return STRANGE
    const kind = this.shown(stencils, buf)
    if (kind === STRANGE) return STRANGE
    this.second.learn(view, start, look)
    heads.learn(view, start + LEVEL, this.headLength, kind)
    return kind
  }

  private looksAt({ start, end, isString }: Stencils, buf: Buffer): boolean {
    return isString ? this.look.escaped(buf, start, end) : this.look.at(buf, start, end)
  }

  /** What the message shows of itself whose head `look` has just seen; `headLength` is then known. */
  private shown({ start, end, isString }: Stencils, buf: Buffer): number {
    const { look, wants } = this
    const { messageStart } = look
    let to = messageStart + FIRST_BYTES
    let kind = QUIET
    if (wants.mayBegin(buf, messageStart)) {
      const close = isString ? escapedEnd(buf, messageStart, end) : messageEnd(buf, messageStart, end)
      const found = close < 0 ? -1 : wants.find(buf, messageStart, close)
      if (close < 0 || (found >= 0 && (WORSE.has(look.level) || !wants.isIdle(found)))) return STRANGE
      if (found >= 0) kind = IDLE
      to = close + (buf[close] === BACKSLASH ? 2 : 1)
    }
    if (to > end) return STRANGE
    this.headLength = to - start - LEVEL
    return kind
  }

  /** A line of another level, unless somebody may want it. */
  private bad(stencils: Stencils, buf: Buffer): Wrapping | null {
    const { look, wants } = this
    const wrapping = stencils.closes(stencils.start)
    if (wrapping === null || buf[stencils.end - 1] !== CLOSE_BRACKET) return null
    const { isString } = wrapping
    this.headLength = 0
    if (isString) unescaped.write(buf, stencils.start, stencils.end)
    const text = isString ? unescaped.bytes : buf
    const start = isString ? 0 : stencils.start
    const end = isString ? text.length : stencils.end
    if (!look.at(text, start, end) || !WORSE.has(look.level)) return null
    if (wants.find(text, look.messageStart, look.messageEnd(text, end)) >= 0 || wants.worth(text, start, end)) return null
    this.ms = look.ms
    this.zone = look.zone
    this.level = look.level
    this.isIdle = false
    this.next = stencils.next
    if (this.looksAt(stencils, buf)) this.shown(stencils, buf)
    return wrapping
  }

  /** @param from behind the message's last quote, or its bracket */
  private tells({ end, isString }: Stencils, buf: Buffer, from: number): boolean {
    if (!isString) return this.wants.tells(buf, from, end)
    unescaped.write(buf, from - 1, end)
    const { bytes } = unescaped
    return this.wants.tells(bytes, 0, bytes.length)
  }
}

/** The end of a message inside a JSON string, -1 where an escape is a part of it. */
function escapedEnd(buf: Buffer, from: number, end: number): number {
  const isQuoted = buf[from - 1] === QUOTE
  let at = from
  while (at < end && buf[at] !== BACKSLASH && (isQuoted || buf[at] !== CLOSE_BRACKET)) at++
  if (at >= end) return -1
  return (buf[at] === BACKSLASH) === isQuoted && (!isQuoted || buf[at + 1] === QUOTE) ? at : -1
}
