import { Bytes } from './bytes.ts'
import { Check } from './check.ts'
import { type Ending, inflate } from './inflate.ts'
import { unzstd } from './zstd.ts'

const STORED = 0
const DEFLATED = 8
const ZSTD = 93
const ENCRYPTED = 1 | 0x40

/** What a zip says about one member; `crc` and `size` are null where only a data descriptor behind the data has them. */
export interface ZipEntry {
  readonly flags: number
  readonly method: number
  readonly crc: number | null
  readonly size: number | null
}

/** @returns why the member can't be unpacked, or null */
export function unsupported(entry: ZipEntry): string | null {
  if (entry.flags & ENCRYPTED) return 'encrypted: unpack it with its password first'
  if (![STORED, DEFLATED, ZSTD].includes(entry.method)) return `zip method ${entry.method}: unpack it first (7z x) and give the files`
  return null
}

/** Unpacks a member's data, checking size and checksum. `raw` is left behind the data where that has an end mark. */
export function memberBytes(raw: Bytes, entry: ZipEntry): Bytes {
  return new Bytes(raw.ledger, async function* (self) {
    const why = unsupported(entry)
    if (why !== null) {
      self.fail('archive-unsupported', why)
      return
    }
    const check = new Check(self, entry.method === DEFLATED)
    const ending = yield* check.through(decode(raw, entry.method))
    if (check.stopped) return
    if (raw.failed || ending === null) self.failed = true
    else if (ending === 'cut') self.fail('archive-cut', 'a zip member ends early')
    else if (ending === 'damaged') self.fail('archive-damaged', 'the data of a zip member is broken')
    else if ((entry.size !== null && check.size !== entry.size) || (entry.crc !== null && check.crc !== entry.crc)) {
      self.fail('archive-damaged', 'the checksum of a zip member is wrong')
    }
  })
}

/** @returns how the data ended; null when that is reported already */
async function* decode(raw: Bytes, method: number): AsyncGenerator<Buffer, Ending | null> {
  if (method === DEFLATED) return yield* inflate(raw)
  const content = method === ZSTD ? unzstd(raw) : raw
  yield* content
  return content.failed ? null : 'ended'
}
