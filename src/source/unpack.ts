import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import type { Bytes } from './bytes.ts'
import { fileBytes, reason } from './file.ts'
import { type Packing, packingOf } from './magic.ts'
import type { Member } from './member.ts'
import { nodeName } from './node-name.ts'
import type { Problem, Source } from './source.ts'
import { spool } from './spool.ts'
import { HEAD, type Text, textOf } from './text.ts'

/** Something that may be packed: a stream with a name, and how it was packed so far. */
export interface Parcel {
  readonly name: string
  readonly packing: readonly string[]
  readonly bytes: Bytes
  /** The regular file that the bytes come from unchanged: a zip is read in place, plain text as often as one likes. */
  readonly path?: string
  /** Nothing else is opened beside it. */
  readonly sole?: boolean
}

/**
 * Unpacks by content until text, or something that is no text, is reached, and gives each as a source. A source must be read
 * or skipped before the next is asked for. What is wrong with an archive as such comes, after its members, as a source of
 * the archive's name without bytes.
 */
export async function* unpack(parcel: Parcel): AsyncGenerator<Source> {
  const { bytes } = parcel
  try {
    const head = await bytes.peek(HEAD)
    const packing = packingOf(head, bytes.failed)
    if (packing === null) yield* leaf(parcel)
    else if (parcel.packing.length >= bytes.ledger.limits.depth) {
      bytes.fail('archive-limit', `packed more than ${bytes.ledger.limits.depth} times`)
    } else yield* layer({ ...parcel, packing: [...parcel.packing, packing] }, packing)
  } finally {
    await bytes.close()
  }
  const problems = bytes.ledger.take(parcel.name)
  if (problems.length > 0) yield silent(parcel.name, parcel.packing, problems)
}

/** A source without bytes. */
export function silent(name: string, packing: readonly string[], problems: readonly Problem[]): Source {
  return { name, node: nodeName(name), packing, problems, async *chunks() {} }
}

/** What unpacks is loaded where something packed turns up: most input is not. */
async function* layer(parcel: Parcel, packing: Packing): AsyncGenerator<Source> {
  const { bytes, path, name } = parcel
  switch (packing) {
    case 'gzip':
      return yield* unpack({ name, packing: parcel.packing, bytes: (await import('./gzip.ts')).gunzip(bytes), sole: parcel.sole === true })
    case 'zstd':
      return yield* unpack({ name, packing: parcel.packing, bytes: (await import('./zstd.ts')).unzstd(bytes), sole: parcel.sole === true })
    case 'tar':
      return yield* members(parcel, (await import('./tar.ts')).tarMembers(bytes))
    case 'zip':
      return yield* path === undefined ? spooledZip(parcel) : zipInPlace(parcel, path)
  }
}

async function* zipInPlace(parcel: Parcel, path: string): AsyncGenerator<Source> {
  const { zipMembers } = await import('./zip.ts')
  const { ledger } = parcel.bytes
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    ledger.report('unreadable', reason(error))
    return
  }
  try {
    const { size } = fstatSync(fd)
    ledger.sized(size)
    ledger.rewind()
    yield* members(parcel, zipMembers({ fd, size, original: true }, ledger))
  } finally {
    closeSync(fd)
  }
}

async function* spooledZip(parcel: Parcel): AsyncGenerator<Source> {
  const spooled = await spool(parcel.bytes)
  if (spooled === null) return
  try {
    const { zipMembers } = await import('./zip.ts')
    yield* members(parcel, zipMembers(spooled.file, parcel.bytes.ledger, spooled.whole))
  } finally {
    spooled.close()
  }
}

async function* members(parcel: Parcel, list: AsyncGenerator<Member>): AsyncGenerator<Source> {
  const { ledger } = parcel.bytes
  const names = new Map<string, number>()
  let count = 0
  for await (const member of list) {
    count++
    const limit = ledger.member()
    if (limit !== null) ledger.report('archive-limit', limit)
    if (ledger.exhausted) return
    const seen = (names.get(member.name) ?? 0) + 1
    names.set(member.name, seen)
    const name = `${parcel.name}!${member.name}${seen > 1 ? `#${seen}` : ''}`
    yield* unpack({ name, packing: parcel.packing, bytes: member.bytes })
    if (ledger.exhausted) return
  }
  // The checksum of a gzip around a tar stands behind the end of the tar.
  if (parcel.packing.length > 1 || parcel.path === undefined) await parcel.bytes.drain()
  if (count === 0 && !ledger.troubled && !parcel.bytes.failed) ledger.report('empty', 'an archive without files')
}

async function* leaf(parcel: Parcel): AsyncGenerator<Source> {
  const { ledger } = parcel.bytes
  const { name, path } = parcel
  const first = await textOf(parcel.bytes)
  const problems = ledger.take(name)
  if (path !== undefined) await parcel.bytes.close()
  yield {
    name,
    node: nodeName(name),
    packing: [...parcel.packing, ...first.packing],
    problems,
    ...(problems.length === 0 ? plainFile(parcel, first) : {}),
    ...(parcel.sole ? { sole: true } : {}),
    input: ledger.input,
    async *chunks() {
      const again = path === undefined ? null : fileBytes(path, ledger)
      if (again !== null) ledger.rewind()
      const text = again === null ? first.text : (await textOf(again)).text
      try {
        let size = 0
        for await (const chunk of text) {
          size += chunk.length
          yield chunk
        }
        if (size === 0 && !text.failed && problems.length === 0) ledger.report('empty', 'no byte at all')
      } finally {
        await text.close()
        await again?.close()
        for (const problem of ledger.take(name)) if (!isIn(problems, problem)) problems.push(problem)
      }
    },
  }
  await first.text.close()
}

/** The file itself, where its text is its bytes. */
function plainFile({ path, packing }: Parcel, text: Text): Pick<Source, 'file'> {
  if (path === undefined || packing.length > 0 || text.packing.length > 0 || text.marked) return {}
  return { file: { path, size: statSync(path).size } }
}

/** A file read twice has its problems once. */
function isIn(problems: readonly Problem[], { code, detail }: Problem): boolean {
  return problems.some((problem) => problem.code === code && problem.detail === detail)
}
