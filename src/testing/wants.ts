import type { Wants } from '../entry/wants.ts'
import { AnyWord } from '../event/any-word.ts'
import { TellingFields } from '../event/telling-fields.ts'

/** For tests of lines whose fields may all tell something. */
export const unsure: Pick<Wants, 'saysOf' | 'troubles'> = { saysOf: () => 3, troubles: null }

/** Wants whatever begins with a `w`. */
export const wantsW: Wants = {
  find: (buf, start) => (buf[start] === 0x77 ? 0 : -1),
  isIdle: () => false,
  isAsked: () => false,
  tells: () => true,
  text: () => false,
  isOurs: null,
  ...unsure,
  mayBegin: (buf, start) => buf[start] === 0x77,
  worth: () => true,
}

/** Wants with tables that the kernel takes: of messages those that begin with a `w` may be known, of which the second is idle. */
export function wantsOfTables(
  troubles: readonly string[],
  looked: number,
  telling: readonly string[],
  messages: readonly [string, string],
) {
  const [trouble, fields] = [new AnyWord(troubles), new TellingFields(telling)]
  return {
    isOurs: null,
    saysOf: (hash: number, name: string) => fields.says(hash, name),
    troubles: { leaps: trouble.leaps, looked },
    worth: (buf: Buffer, from: number, to: number) => trouble.standsIn(buf, from, Math.min(to, from + looked)),
    mayBegin: (buf: Buffer, at: number) => buf[at] === 0x77,
    find: (buf: Buffer, from: number, to: number) => messages.indexOf(buf.toString('utf8', from, to)),
    isIdle: (found: number) => found === 1,
    tells: (buf: Buffer, from: number, to: number) => fields.tell(buf, from, to),
  }
}
