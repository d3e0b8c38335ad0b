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
