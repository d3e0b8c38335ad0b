/** What the first bytes say: a packing that is unpacked here, one that is not, or neither. */
export type Packing = 'gzip' | 'tar' | 'zip' | 'zstd'

const TAR_BLOCK = 512

const PACKINGS: readonly (readonly [Packing, RegExp])[] = [
  ['gzip', /^\x1f\x8b\x08/],
  ['zip', /^PK(?:\x03\x04|\x05\x06|\x07\x08PK)/],
  // A stream may begin with a skippable frame (RFC 8878, 3.1.2).
  ['zstd', /^(?:\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18)/],
]

const FOREIGN: readonly (readonly [string, string, RegExp])[] = [
  ['xz', 'xz -d', /^\xfd7zXZ\x00/],
  ['bzip2', 'bzip2 -d', /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/],
  ['7z', '7z x', /^7z\xbc\xaf\x27\x1c/],
  ['lz4', 'lz4 -d', /^\x04\x22\x4d\x18/],
  ['rar', 'unrar x', /^Rar!\x1a\x07/],
  ['lzip', 'lzip -d', /^LZIP[\x00\x01]/],
  ['lzop', 'lzop -d', /^\x89LZO\x00\r\n\x1a\n/],
  ['framed snappy', 'snzip -d', /^\xff\x06\x00\x00sNaPpY/],
  ['compress', 'uncompress', /^\x1f\x9d[\x80-\x90]/],
]

/**
 * @param head the first bytes, 512 or more where there are so many; the name of a file is never looked at
 * @param cut whether `head` is all there is because the layer beneath ended early
 */
export function packingOf(head: Buffer, cut = false): Packing | null {
  const start = head.toString('latin1', 0, 16)
  const known = PACKINGS.find(([, magic]) => magic.test(start))
  if (known !== undefined) return known[0]
  return isTar(head) || (cut && isTarStart(head)) ? 'tar' : null
}

/** A packing that nothing here unpacks, and the command that does. */
export function foreignPackingOf(head: Buffer): { readonly name: string; readonly command: string } | null {
  const start = head.toString('latin1', 0, 16)
  const known = FOREIGN.find(([, , magic]) => magic.test(start))
  return known === undefined ? null : { name: known[0], command: known[1] }
}

/** A tar header carries its own checksum: no text has it by chance, so old tars without the `ustar` mark are found too. */
function isTar(head: Buffer): boolean {
  if (head.toString('latin1', 257, 262) === 'ustar') return true
  return head.length >= TAR_BLOCK && head[0] !== 0 && headerSum(head) === Number.parseInt(head.toString('latin1', 148, 154).trim(), 8)
}

/** Of a header that is cut before its marks a name can be seen, padded with NULs to 100 bytes. */
function isTarStart(head: Buffer): boolean {
  const end = head.indexOf(0)
  const padding = head.subarray(end, 100)
  return end > 0 && head.length < TAR_BLOCK && padding.every((byte) => byte === 0) && head.subarray(0, end).every((byte) => byte >= 32)
}

function headerSum(block: Buffer): number {
  let sum = 8 * 32
  for (let at = 0; at < TAR_BLOCK; at++) if (at < 148 || at >= 156) sum += block[at] ?? 0
  return sum
}
