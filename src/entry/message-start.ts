const [CLOSE, SPACE, OPEN, QUOTE, BACKSLASH, COLON] = [0x5d, 0x20, 0x5b, 0x22, 0x5c, 0x3a]
/** What ends the name of a caller's file: anything but the characters that a file name has. */
const ENDS_FILE = Uint8Array.from({ length: 256 }, (_, c) =>
  c <= SPACE || c === OPEN || c === CLOSE || c === QUOTE || c === COLON ? 1 : 0,
)

/**
 * Of an entry in the fixed layout with a caller.
 * @param at behind the level
 * @returns where the message begins behind its quote, -1 where it is not certain
 */
export function messageStart(buf: Buffer, at: number): number {
  if (buf[at] !== CLOSE || buf[at + 1] !== SPACE || buf[at + 2] !== OPEN) return -1
  let to = at + 3
  while (ENDS_FILE[buf[to]!] === 0) to++
  if (buf[to] !== COLON) return -1
  to++
  while (isDigit(buf[to]! - 0x30)) to++
  if (buf[to] !== CLOSE || buf[to + 1] !== SPACE || buf[to + 2] !== OPEN) return -1
  const first = buf[to + 3]!
  if (first === QUOTE) return to + 4
  return first === BACKSLASH || first > 0x7f ? -1 : to + 3
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9
}
