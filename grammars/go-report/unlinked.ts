/**
 * Editors make links of what looks like an address, and import paths do: `[github.com/pingcap/tidb/pkg/ddl.run](http://github.com/…)(0x1)`.
 * Of a stack that was pasted there, the label is what stood in it.
 */

const LINK = /\]\(https?:\/\//g
/** `\n` before an address, in a stack on one line: the editor took its letter for the address's first. */
const TORN_BREAK = /\\?\[n(?=(?:[\w-]+\.)+[a-z]+\/)/g
/** A link's opening bracket without the rest of it. */
const LEFT_OPEN = /^\[(?=(?:[\w-]+\.)+[a-z]+\/[^\][\s]+$)/gm

/** Whether anything in the text may be such a link. */
export function isLinked(text: string): boolean {
  if (!text.includes('[')) return false
  return text.includes('](http') || text.includes('[n') || /^\[(?:[\w-]+\.)+[a-z]+\//m.test(text)
}

/** The text with each link's label in the link's place. Linear in the text, but for links in links. */
export function unlinked(text: string): string {
  const whole = text.replace(TORN_BREAK, '\n[')
  let plain = ''
  let from = 0
  LINK.lastIndex = 0
  for (let link = LINK.exec(whole); link !== null; link = LINK.exec(whole)) {
    const open = whole.lastIndexOf('[', link.index - 1)
    if (open < from) continue
    const label = whole.slice(open + 1, link.index)
    plain += whole.slice(from, open) + label
    from = LINK.lastIndex = endOfAddress(whole, LINK.lastIndex, label)
  }
  return (plain + whole.slice(from)).replace(LEFT_OPEN, '')
}

/** Behind the bracket that closes an address: mostly it is the label once more, whose own brackets need not match. */
function endOfAddress(text: string, start: number, label: string): number {
  for (const same of [label, `n${label}`]) if (text.startsWith(`${same})`, start)) return start + same.length + 1
  let depth = 1
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 40) depth++
    else if (code === 41 && --depth === 0) return at + 1
    else if (code <= 32) return at
  }
  return text.length
}
