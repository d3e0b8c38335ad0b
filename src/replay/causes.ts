import { detached } from './names.ts'

/** What an error says, whatever numbers it says it with. */
export interface Cause {
  readonly text: string
  readonly hash: number
}

/** Characters of an error that count. */
export const ERROR_LENGTH = 300
const REMEMBERED = 1_024

/** The causes of errors; the last few errors are remembered, since those of a loop come in the same words again. */
export class Causes {
  private readonly known = new Map<string, Cause>()

  of(error: string): Cause {
    const begin = error.length > ERROR_LENGTH ? error.slice(0, ERROR_LENGTH) : error
    let cause = this.known.get(begin)
    if (cause === undefined) {
      if (this.known.size >= REMEMBERED) this.known.clear()
      const text = withoutNumbers(begin)
      cause = { text, hash: hashOf(text) }
      this.known.set(detached(begin), cause)
    }
    return cause
  }
}

/** Times, counts, addresses and ids differ between two tellings of one error; what is left is the error. */
function withoutNumbers(text: string): string {
  return text.replace(/0x[0-9a-f]+|[0-9][0-9.]*/gi, '#')
}

function hashOf(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}
