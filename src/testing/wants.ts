import type { Wants } from '../entry/wants.ts'

/** For tests of lines whose fields may all tell something. */
export const unsure: Pick<Wants, 'saysOf' | 'troubles'> = { saysOf: () => 3, troubles: null }
