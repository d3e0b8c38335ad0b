import { find, MINUS, TAB } from './bytes.ts'
import type { Envelope, Line } from './envelope.ts'
import { timestamped } from './timestamped.ts'

/** Names of jobs and steps are shorter than this. */
const LOOK = 512
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const

/** `gh run view --log`: the job's name, a tab, the step's name, a tab, and a time as GitHub Actions writes it. */
export const githubCli: Envelope = {
  name: 'github-cli',
  peel(line: Line): boolean {
    const { buf, start, end, column } = line
    const last = Math.min(end, start + LOOK)
    const job = find(buf, start, last, TAB)
    if (job <= start) return false
    const step = find(buf, job + 1, last, TAB)
    if (step < 0) return false
    const payload = step + 1 + (BYTE_ORDER_MARK.every((byte, i) => buf[step + 1 + i] === byte) ? 3 : 0)
    if (payload + 20 > end || buf[payload + 4] !== MINUS) return false
    line.start = payload
    line.column += payload - start
    if (timestamped.peel(line)) return true
    line.start = start
    line.column = column
    return false
  },
}
