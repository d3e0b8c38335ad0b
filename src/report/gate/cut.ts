/** Text of at most so many characters; what is left out is marked, and no character is split. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const end = most - 1
  return `${text.slice(0, isHigh(text.charCodeAt(end - 1)) ? end - 1 : end)}…`
}

/** What was left out of a list, as a sentence; empty when nothing was. */
export function leftOut(all: number, shown: number): string {
  return all > shown ? `${all - shown} of ${all} findings are left out here: the gravest are shown.` : ''
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}
