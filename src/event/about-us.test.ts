import { describe, expect, test } from 'vitest'
import { AboutUs } from './about-us.ts'

const about = new AboutUs(['owner', 'job', 'add index', 'LITERAL'], ['add index', 'LITERAL'])
const isAbout = (line: string): boolean => about.standsIn(Buffer.from(`job\n${line}\njob`), 4, 4 + Buffer.byteLength(line))
const head = '[2025/02/18 09:30:01.928 +08:00] [WARN] [x.go:5]'

describe('a line is about us', () => {
  test.each([
    ['by a word of it', `${head} ["lost owner"] [key=a]`],
    ['by a word before a statement', `${head} ["job waits"] [sql="select 1"]`],
    ['by a word behind a statement', `${head} ["x failed"] [sql="select \\"a\\" from b"] [err="not owner"]`],
    ['by a statement of ours', `${head} ["x failed"] [sql="alter table t add index i(a)"]`],
    ['by what somebody asks for, wherever it stands', `${head} ["x failed"] [sql="select LITERAL"]`],
    ['by a word behind a statement without its end', `${head} ["x"] [job=1] [sql="select a`],
  ])('%s', (_, line) => expect(isAbout(line)).toBe(true))

  test.each([
    ['by nothing', `${head} ["slow"] [a=b]`],
    ["by a column's name", `${head} [expensive_query] [sql="select owner_id, \\"job\\" from t where a = '\\\\'"] [user=app]`],
    ['by a column of a statement that was cut', `${head} [expensive_query] [sql="select owner_id from`],
  ])('not %s', (_, line) => expect(isAbout(line)).toBe(false))
})
