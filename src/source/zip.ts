import { readSync } from 'node:fs'
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader, type ZipFile } from 'yauzl'
import type { Bytes } from './bytes.ts'
import { type OpenFile, rangeBytes } from './file.ts'
import type { Ledger } from './ledger.ts'
import { type Member, memberName } from './member.ts'
import { memberBytes } from './zip-data.ts'
import { walkZip } from './zip-walk.ts'

const OPTIONS = { autoClose: false, decodeStrings: false, validateEntrySizes: false }

/**
 * The files in a zip, in the order of its directory. Where that is missing or broken (a cut download), the members are found by walking from one
 * local header to the next, and the fault is reported.
 * @param whole false when the zip is known to be cut, so that its missing directory is no news
 */
export async function* zipMembers(file: OpenFile, ledger: Ledger, whole = true): AsyncGenerator<Member> {
  let walked = 0
  let fault: string
  try {
    const zip = await fromRandomAccessReaderPromise(new FileReader(file), file.size, OPTIONS)
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry)
      const start = await dataStart(zip, entry)
      const end = start + entry.compressedSize
      walked = Math.max(walked, end)
      if (name.endsWith('/') || isLink(entry)) continue
      const raw = rangeBytes(file, start, end, ledger)
      yield* one(memberName(name), memberBytes(raw, claim(entry)), raw)
    }
    return
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError) throw error
    fault = error.message
  }
  const rest = rangeBytes(file, walked, file.size, ledger)
  yield* walkZip(rest)
  await rest.close()
  if (!whole) return
  const cut = fault.includes('not found') || fault.includes('unexpected EOF') || fault.includes('overflows')
  ledger.report(cut ? 'archive-cut' : 'archive-damaged', 'the directory of the zip is missing or broken')
}

async function* one(name: string, bytes: Bytes, raw: Bytes): AsyncGenerator<Member> {
  try {
    yield { name, bytes }
  } finally {
    await bytes.close()
    await raw.close()
  }
}

/** Reads where a broken zip points to, too: yauzl's own reader would throw out of a callback there. */
class FileReader extends RandomAccessReader {
  constructor(readonly file: OpenFile) {
    super()
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, size?: number) => void,
  ): void {
    try {
      callback(null, position < this.file.size ? readSync(this.file.fd, buffer, offset, length, position) : 0)
    } catch (error) {
      callback(error as Error)
    }
  }
}

function nameOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
}

async function dataStart(zip: ZipFile, entry: Entry): Promise<number> {
  return new Promise((resolve, reject) => {
    zip.readLocalFileHeader(entry, { minimal: true }, (error, header) => (error === null ? resolve(header.fileDataStart) : reject(error)))
  })
}

/** A symbolic link, written on Unix: the mode stands in the upper half of the attributes. */
function isLink(entry: Entry): boolean {
  return entry.versionMadeBy >> 8 === 3 && ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000
}

function claim(entry: Entry) {
  return {
    flags: entry.generalPurposeBitFlag,
    method: entry.compressionMethod,
    crc: entry.crc32,
    size: entry.uncompressedSize,
  }
}
