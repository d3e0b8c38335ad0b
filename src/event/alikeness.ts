import type { Crash } from './event.ts'

/** The same text for crashes that died the same way: of one kind, with one stack; where no stack is left, with one message. */
export function alikeness({ kind, fingerprint, frames, message }: Pick<Crash, 'kind' | 'fingerprint' | 'frames' | 'message'>): string {
  return [kind, fingerprint, frames.length === 0 ? message : ''].join('\n')
}
