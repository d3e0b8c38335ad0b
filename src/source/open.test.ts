import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '../errors.ts'
import { streamOf } from '../testing/archives.ts'
import { open } from './open.ts'

const LOG = Buffer.from('[2024/01/01 00:00:00.000 +00:00] [INFO] [ddl.go:1] ["start DDL"]\n'.repeat(50))

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sources-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function put(path: string, data: Buffer | string = LOG): string {
  const full = join(root, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, data)
  return full
}

interface Read {
  readonly name: string
  readonly text: string
  readonly problems: readonly string[]
}

async function read(paths: readonly string[], stdin: Readable = Readable.from([])): Promise<Read[]> {
  const all: Read[] = []
  for await (const source of open(paths, { stdin })) {
    const chunks: Buffer[] = []
    for await (const chunk of source.chunks()) chunks.push(Buffer.from(chunk))
    const name = source.name.startsWith(root) ? source.name.slice(root.length + 1) : source.name
    all.push({ name, text: Buffer.concat(chunks).toString(), problems: source.problems.map(({ code }) => code) })
  }
  return all
}

async function refusal(...paths: string[]): Promise<UserError> {
  const error = await read(paths).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UserError)
  const refused = error as UserError
  expect(refused.exit).toBe(3)
  expect(refused.message).toMatch(/^\S.*\.$/)
  expect(refused.tip).toMatch(/\.$/)
  return refused
}

describe('what is found', () => {
  test('folders below one another, sorted, without dot folders and node_modules', async () => {
    for (const path of ['b.log', 'a/z.log', 'a/b/c.log', '.git/x.log', 'a/.cache/y.log', 'node_modules/m.log', 'a/node_modules/m/n.log'])
      put(`tree/${path}`)
    expect((await read([join(root, 'tree')])).map(({ name }) => name)).toEqual(['tree/a/b/c.log', 'tree/a/z.log', 'tree/b.log'])
  })

  test('several paths, a glob among them, each file once', async () => {
    put('many/1.log', 'one\n')
    put('many/2.log', 'two\n')
    put('many/3.txt', 'three\n')
    const paths = ['many/3.txt', 'many/*.log', 'many', './many/1.log'].map((path) => join(root, path))
    expect((await read(paths)).map(({ text }) => text)).toEqual(['one\n', 'two\n', 'three\n'])
  })

  test('a file whose name looks like a glob is that file', async () => {
    expect((await read([put('odd/[a]*.log', 'x\n')]))[0]?.text).toBe('x\n')
  })

  test('what a name says about packing is not believed', async () => {
    const paths = [put('named/plain.tar.gz', 'text\n'), put('named/packed.log', gzipSync(LOG))]
    expect((await read(paths)).map(({ text }) => text)).toEqual([LOG.toString(), 'text\n'])
  })

  test('standard input as "-"', async () => {
    expect(await read(['-'], streamOf(gzipSync(LOG), 7))).toEqual([{ name: '-', text: LOG.toString(), problems: [] }])
  })

  test('a FIFO is read', async () => {
    const path = join(root, 'fifo')
    execFileSync('mkfifo', [path])
    const reading = read([path])
    await writeFile(path, 'through the pipe\n')
    expect((await reading)[0]?.text).toBe('through the pipe\n')
  })

  test('plain files can be read later and again', async () => {
    put('later/1.log', 'one\n')
    put('later/2.log', 'two\n')
    const sources = []
    for await (const source of open([join(root, 'later')], { stdin: Readable.from([]) })) sources.push(source)
    for (const turn of [1, 2]) {
      for (const [at, expected] of ['one\n', 'two\n'].entries()) {
        for await (const chunk of sources[at]?.chunks() ?? []) expect([turn, chunk.toString()]).toEqual([turn, expected])
      }
    }
  })
})

describe('symbolic links', () => {
  test('a loop is said, and does not hold anything up', async () => {
    put('loop/a/x.log')
    symlinkSync('..', join(root, 'loop/a/up'))
    symlinkSync('self', join(root, 'loop/self'))
    expect((await read([join(root, 'loop')])).map(({ name, problems }) => [name, ...problems])).toEqual([
      ['loop/a/up', 'unreadable'],
      ['loop/a/x.log'],
      ['loop/self', 'unreadable'],
    ])
  })

  test('folders that link to each other end', async () => {
    put('pair/a/x.log')
    put('pair/b/y.log')
    symlinkSync('../b', join(root, 'pair/a/b'))
    symlinkSync('../a', join(root, 'pair/b/a'))
    expect((await read([join(root, 'pair')])).map(({ name }) => name)).toEqual(['pair/a/x.log', 'pair/b/y.log'])
  })

  test('links to files and folders elsewhere are followed, a broken one is said', async () => {
    put('elsewhere/deep/x.log', 'x\n')
    put('elsewhere/y.log', 'y\n')
    mkdirSync(join(root, 'links'))
    symlinkSync('../elsewhere/deep', join(root, 'links/1'))
    symlinkSync('../elsewhere/y.log', join(root, 'links/2'))
    symlinkSync('nowhere', join(root, 'links/3'))
    expect((await read([join(root, 'links')])).map(({ name, text, problems }) => [name, text, ...problems])).toEqual([
      ['links/1/x.log', 'x\n'],
      ['links/2', 'y\n'],
      ['links/3', '', 'unreadable'],
    ])
  })
})

describe('what the user named and cannot be read', () => {
  test('a missing path', async () => expect((await refusal(join(root, 'missing.log'))).message).toContain('does not exist'))
  test('a glob without a match', async () => expect((await refusal(join(root, 'nothing-*.log'))).message).toContain('No file matches'))
  test('a folder without files', async () => {
    put('bare/.hidden/x.log')
    expect((await refusal(join(root, 'bare'))).message).toContain('no file')
  })
  test('a device', async () => expect((await refusal('/dev/null')).message).toContain('device'))
  test('a link to itself', async () => {
    symlinkSync('round', join(root, 'round'))
    expect((await refusal(join(root, 'round'))).message).toContain('leads back')
  })
  test('a path through a file', async () => {
    await refusal(join(put('flat.log'), 'x.log'))
  })
  test('a socket', async () => {
    const path = join(root, 'socket')
    const server = createServer().listen(path)
    await new Promise((resolve) => server.once('listening', resolve))
    expect((await refusal(path)).message).toContain('socket')
    server.close()
  })
  test('one bad name among good ones', async () => {
    await refusal(put('good.log'), join(root, 'bad.log'))
  })
})

describe('files that may not be read', () => {
  const asNobody = async <T>(work: () => Promise<T>): Promise<T> => {
    if (process.getuid?.() !== 0) return work()
    process.seteuid?.(65534)
    try {
      return await work()
    } finally {
      process.seteuid?.(0)
    }
  }

  test('named by the user: refused; in a folder: a problem, and the others are read', async () => {
    chmodSync(root, 0o755)
    const closed = put('rights/closed.log')
    put('rights/open.log')
    put('rights/shut/x.log')
    chmodSync(closed, 0)
    chmodSync(join(root, 'rights/shut'), 0)
    try {
      await asNobody(async () => {
        expect((await refusal(closed)).message).toContain('EACCES')
        await refusal(join(root, 'rights/shut'))
        expect((await read([join(root, 'rights')])).map(({ name, problems }) => [name, ...problems])).toEqual([
          ['rights/closed.log', 'unreadable'],
          ['rights/open.log'],
          ['rights/shut', 'unreadable'],
        ])
      })
    } finally {
      chmodSync(join(root, 'rights/shut'), 0o700)
    }
  })

  test.runIf(process.platform === 'linux')('an I/O error half way', async () => {
    const [source] = await read(['/proc/self/mem'])
    expect(source?.problems).toEqual(['unreadable'])
  })

  test('standard input that breaks', async () => {
    const broken = Readable.from(
      (function* () {
        yield LOG
        throw new Error('EIO: i/o error')
      })(),
    )
    expect(await read(['-'], broken)).toEqual([{ name: '-', text: LOG.toString(), problems: ['unreadable'] }])
  })
})
