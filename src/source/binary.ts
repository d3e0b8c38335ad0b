const SNIFFED = 8 * 1024
/** After a crash a file system may leave a block of NULs in a log: that is no sign of anything. */
const LONG_RUN = 16
/** What most logs are made of: no byte of it is a sign of anything. */
const PLAIN = /^[\x07-\r\x1b -~]+$/

const KINDS: readonly (readonly [string, RegExp])[] = [
  ['a PNG picture', /^\x89PNG\r\n/],
  ['a JPEG picture', /^\xff\xd8\xff/],
  ['a GIF picture', /^GIF8[79]a/],
  ['a WebP picture', /^RIFF[\s\S]{4}WEBP/],
  ['a BMP picture', /^BM[\s\S]{4}\x00{4}/],
  ['a TIFF picture', /^(?:II\x2a\x00|MM\x00\x2a)/],
  ['a PDF document', /^%PDF-\d/],
  ['a program or core dump (ELF)', /^\x7fELF/],
  ['a program (Mach-O)', /^(?:\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe\x00\x00\x00[\x01-\x10])/],
  ['a program (Windows)', /^MZ[\s\S]{2}[\x00-\x08]/],
  ['a Java class', /^\xca\xfe\xba\xbe/],
  ['a WebAssembly module', /^\x00asm/],
  ['an SQLite database', /^SQLite format 3\x00/],
  ['a Parquet file', /^PAR1[\x00-\x1f]/],
  ['a network capture', /^(?:\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4|\x0a\x0d\x0d\x0a)/],
]

/**
 * Says what `head` is when it is no text, null for text. A few NULs, escape sequences, or an encoding that is not UTF-8
 * don't make a log binary.
 */
export function binaryKind(head: Buffer): string | null {
  const start = head.toString('latin1', 0, 16)
  const known = KINDS.find(([, magic]) => magic.test(start))
  if (known !== undefined) return known[0]
  if (PLAIN.test(head.toString('latin1', 0, SNIFFED))) return null
  const { seen, controls, broken } = count(head.subarray(0, SNIFFED))
  if (seen === 0) return head.length === 0 ? null : 'nothing but NUL bytes'
  const limit = seen < 256 ? seen / 4 : seen / 20
  if (controls > limit) return 'many control bytes'
  return controls > 1 && broken > seen / 4 ? 'control bytes and no known encoding' : null
}

function count(head: Buffer): { readonly seen: number; readonly controls: number; readonly broken: number } {
  let seen = 0
  let controls = 0
  let broken = 0
  for (let at = 0; at < head.length; ) {
    const byte = head[at] ?? 0
    const size = byte === 0 ? runOfNuls(head, at) : sequence(head, at)
    if (byte === 0 && size >= LONG_RUN) {
      at += size
      continue
    }
    seen += size
    if (isControl(byte)) controls += size
    if (byte >= 0x80 && size === 1 && at + 4 < head.length) broken++
    at += size
  }
  return { seen, controls, broken }
}

/** Tabs, line ends, form feeds, and what terminals write: bell, backspace, escape. */
function isControl(byte: number): boolean {
  return (byte < 0x20 && !(byte >= 7 && byte <= 13) && byte !== 0x1b) || byte === 0x7f
}

function runOfNuls(head: Buffer, start: number): number {
  let end = start
  while (end < head.length && head[end] === 0) end++
  return end - start
}

/** The length of the UTF-8 sequence at `at`; 1 where there is none. */
function sequence(head: Buffer, at: number): number {
  const lead = head[at] ?? 0
  const size = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1
  if (lead < 0xc2 || lead >= 0xf5) return 1
  for (let next = at + 1; next < at + size; next++) if (((head[next] ?? 0) & 0xc0) !== 0x80) return 1
  return size
}
