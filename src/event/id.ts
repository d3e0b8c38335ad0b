const MOST = 100
const ID_CHARACTERS = Uint8Array.from({ length: 128 }, (_, code) => (/[\w.:/@-]/.test(String.fromCharCode(code)) ? 1 : 0))

/** Whether a value can be an id: a short word; `0` is none. */
export function isId(text: string): boolean {
  if (text === '' || text === '0' || text.length > MOST) return false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 127 || ID_CHARACTERS[code] === 0) return false
  }
  return true
}
