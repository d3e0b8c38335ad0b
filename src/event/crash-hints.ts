import type { BlameLists } from '../knowledge/contract.ts'
import { beneathOldestPanic, isApplication, isStandardLibrary } from './blame.ts'
import type { Crash, Frame } from './event.ts'

export interface NilArgument {
  readonly func: string
  /** 1-based, as printed: a method's receiver is the first, a composite in braces is one. */
  readonly argument: number
}

/** Below this address Go takes a fault for the dereference of nil; see sigpanic in Go's runtime/signal_unix.go. */
const FIRST_PAGE = 4096

/**
 * Arguments that the text proves nil, from the faulting frame down to the application's own. Only `0x0` counts: `0x0?` may be stale. Where
 * a function got several zeros, nothing is said, since a zero may as well be a number; a pointer receiver cannot.
 * @param frames the crashing goroutine's, top first
 */
export function nilArguments(
  crash: Pick<Crash, 'kind' | 'message' | 'signal'>,
  frames: readonly Frame[],
  lists: BlameLists,
): readonly NilArgument[] {
  if (!mayBeNil(crash)) return []
  const below = frames.slice(beneathOldestPanic(frames)).filter((frame) => !isStandardLibrary(frame, lists))
  const counted = frames.some(({ args }) => args.includes('{') || args.includes('?'))
  const own = below.findIndex((frame) => isApplication(frame, lists) && frame.args !== '...')
  return (own < 0 ? [] : below.slice(0, own + 1)).flatMap((frame) => nilArgumentOf(frame, counted))
}

/** A hint in words: `argument 2 of acquireLock is nil (0x0)`. */
export function nilHint({ func, argument }: NilArgument): string {
  const name = shortName(func)
  return argument === 1 && hasPointerReceiver(func) ? `receiver of ${name} is nil (0x0)` : `argument ${argument} of ${name} is nil (0x0)`
}

/** Functions of Go's runtime in which it raises a panic, and for what. */
const RAISED: readonly (readonly [func: RegExp, why: string])[] = [
  [/^runtime\.panicmem(?:Addr)?$/, 'a nil pointer or another invalid address'],
  [/^runtime\.goPanicIndex/, 'an index out of range'],
  [/^runtime\.goPanic(?:Extend)?Slice/, 'bounds of a slice out of range'],
  [/^runtime\.panicdivide$/, 'a division by zero'],
  [/^runtime\.panicdottype/, 'a value of another type'],
]

/** Where the text was cut above the message: what Go's own frames say of it, in words; null where they do not. */
export function raisedFor(message: string | null, frames: readonly Frame[]): string | null {
  if (message !== null) return null
  const why = frames.flatMap(({ func }) => RAISED.find(([name]) => name.test(func))?.[1] ?? [])
  return why[0] === undefined ? null : `Go raised it for ${why[0]}`
}

/** A fault in the first page, the message that Go gives it, or, where both were cut away, nothing that speaks against it. */
function mayBeNil({ kind, message, signal }: Pick<Crash, 'kind' | 'message' | 'signal'>): boolean {
  if (kind !== 'panic') return false
  if (signal) return signal.addr !== null && Number.parseInt(signal.addr, 16) < FIRST_PAGE
  return message === null || message.includes('nil pointer dereference')
}

/** @param counted false for Go before 1.17, which prints words and not arguments, those for results among them */
function nilArgumentOf({ func, args }: Frame, counted: boolean): readonly NilArgument[] {
  const zeros = splitArguments(args).flatMap((argument, i) => (argument === '0x0' ? [i + 1] : []))
  if (zeros[0] === 1 && hasPointerReceiver(func)) return [{ func, argument: 1 }]
  return counted && zeros.length === 1 && zeros[0] !== undefined ? [{ func, argument: zeros[0] }] : []
}

function hasPointerReceiver(func: string): boolean {
  return /\.\(\*[^()]+\)\.[^.]+$/.test(func)
}

/** Arguments as printed, a composite in braces as one. */
export function splitArguments(args: string): readonly string[] {
  const found: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i <= args.length; i++) {
    const character = args[i]
    if (character === '{') depth++
    else if (character === '}') depth--
    else if (i === args.length || (character === ',' && depth === 0)) {
      found.push(args.slice(from, i).trim())
      from = i + 1
    }
  }
  return found.filter((argument) => argument !== '')
}

function shortName(func: string): string {
  return func.slice(func.lastIndexOf('.') + 1)
}
