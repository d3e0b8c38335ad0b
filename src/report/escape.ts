// Log text is hostile: a line may carry escape sequences that retitle or repaint a terminal, or marks that reverse the reading order.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': ' ' }

/** One printable line: control characters, terminal escapes and direction marks become visible text, lone surrogates `\ufffd`. */
export function printable(text: string): string {
  return text.replace(CONTROL, (char) => NAMED[char] ?? code(char)).replace(/[\ud800-\udfff]/gu, '\ufffd')
}

function code(char: string): string {
  const point = char.charCodeAt(0)
  return point < 0x100 ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u${point.toString(16).padStart(4, '0')}`
}

/** JSON whose text is the same value but harmless when somebody prints it: what JSON leaves bare of the above is escaped too. */
export function harmlessJson(json: string): string {
  return json.replace(/[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** Characters of one column each. */
const NARROW = /^[\u0020-\u02ff]*$/

/** Columns that a terminal gives to printable text: two for East Asian wide characters and emoji, none for combining marks. */
export function columns(text: string): number {
  if (NARROW.test(text)) return text.length
  let total = 0
  for (const char of text) total += charColumns(char.codePointAt(0)!)
  return total
}

/** Cuts printable text to a width, the last column an ellipsis; never splits a character. */
export function cut(text: string, width: number): string {
  if (text.length <= width / 2 || columns(text) <= width) return text
  let kept = ''
  let total = 0
  for (const char of text) {
    total += charColumns(char.codePointAt(0)!)
    if (total > width - 1) break
    kept += char
  }
  return `${kept}…`
}

function charColumns(point: number): number {
  if (point < 0x300) return 1
  if ((point >= 0x300 && point <= 0x36f) || (point >= 0xfe00 && point <= 0xfe0f) || point === 0x200d) return 0
  return WIDE.some(([low, high]) => point >= low && point <= high) ? 2 : 1
}

const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
]

/** Text for XML 1.0, in an element or an attribute: what XML cannot carry at all becomes visible text, a lone surrogate `\ufffd`. */
export function xml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g, code)
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(/[&<>"\r\n\t]/g, (char) => XML[char]!)
}

const XML: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
  // A bare one would be read as a blank in an attribute.
  ...{ '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' },
}

/** Text in a line of Markdown that stands for itself: no link, no mention of a person, no HTML. */
export function markdown(text: string): string {
  return printable(text)
    .replace(/[\\`*_[\]#!|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '@\u200b')
}

/** Text as code in a line of Markdown, in a table too; a fence longer than any in it. */
export function markdownCode(text: string): string {
  const plain = printable(text).replace(/\|/g, '\\|')
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const pad = plain.startsWith('`') || plain.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${plain}${pad}${fence}`
}

/** The value of a GitHub workflow command, or with `property` one of its properties. */
export function workflowText(text: string, property = false): string {
  const plain = printable(text).replace(/%/g, '%25')
  return property ? plain.replace(/:/g, '%3A').replace(/,/g, '%2C') : plain
}
