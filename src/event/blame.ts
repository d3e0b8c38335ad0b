import type { BlameLists } from '../knowledge/contract.ts'
import type { Frame } from './event.ts'

/** What is needed of a frame to judge it. */
type Place = Pick<Frame, 'func' | 'package' | 'file'>

/** The import path of a function as Go prints it: up to the first dot behind the last slash in front of any type parameter. */
export function packageOf(func: string): string {
  const end = func.search(/[[(]/)
  const head = end < 0 ? func : func.slice(0, end)
  const dot = head.indexOf('.', head.lastIndexOf('/') + 1)
  if (dot >= 0) return head.slice(0, dot)
  const colons = func.indexOf('::')
  return colons > 0 ? func.slice(func.startsWith('<') ? 1 : 0, colons) : ''
}

/** Whether a frame is Go's own: by its package, or without one (`panic`). */
export function isStandardLibrary(frame: Place, lists: BlameLists): boolean {
  if (frame.package === '') return true
  return lists.standardLibrary.some((prefix) => frame.package === prefix || frame.package.startsWith(`${prefix}/`))
}

/** Whether a frame's file lies in the module cache, in a vendor folder, or in what Bazel fetched. */
function isDependency(frame: Place): boolean {
  const { file } = frame
  return (
    file.includes('/pkg/mod/') ||
    file.includes('/vendor/') ||
    file.startsWith('external/') ||
    file.includes('/external/') ||
    /@v\d/.test(file)
  )
}

/** Whether a function is one of `names`, a closure or wrapper in it (`.func1`, `.gowrap2`), under whatever import path ends with it. */
export function isOneOf(func: string, names: readonly string[]): boolean {
  return names.some((name) => {
    const from = func.endsWith(name) ? func.length - name.length : func.lastIndexOf(`${name}.`)
    if (from < 0 || (from > 0 && func[from - 1] !== '/')) return false
    const rest = func.slice(from + name.length)
    return rest === '' || /^\.(?:func|gowrap|deferwrap)\d/.test(rest)
  })
}

/** Number of the first frame beneath the oldest panic, that is beneath the lowest frame in which Go itself raised one. */
export function beneathOldestPanic(frames: readonly Place[]): number {
  const lowest = frames.findLastIndex(({ func }) => func === 'panic' || func === 'runtime.gopanic' || func === 'runtime.sigpanic')
  return lowest + 1
}

/** Whether a frame can be somebody's fault here: the application's own, and no helper that only hands panics on. */
export function isApplication(frame: Place, lists: BlameLists): boolean {
  return !isStandardLibrary(frame, lists) && !isDependency(frame) && !isOneOf(frame.func, lists.skip)
}

/**
 * The frame to blame: the first application frame beneath the oldest panic; where there is none, the first that is not Go's own.
 * @param frames the crashing goroutine's, top first
 */
export function frameToBlame(frames: readonly Frame[], lists: BlameLists): Frame | null {
  const below = frames.slice(beneathOldestPanic(frames))
  const end = below.findIndex((frame) => isOneOf(frame.func, lists.stop))
  const suspects = end < 0 ? below : below.slice(0, end)
  const foreign = suspects.filter((frame) => !isStandardLibrary(frame, lists))
  return (
    foreign.find((frame) => isApplication(frame, lists)) ?? foreign.find((frame) => !isOneOf(frame.func, lists.skip)) ?? foreign[0] ?? null
  )
}

/** Which program other than tidb-server a stack is of; null where nothing says so. */
export function programOf(frames: readonly { readonly func: string }[], { programs }: BlameLists): string | null {
  return programs.find(({ marks }) => frames.some(({ func }) => marks.some((mark) => func.includes(mark))))?.name ?? null
}
