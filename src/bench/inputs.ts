import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { toNewestFirst } from './forms/newest-first.ts'
import { toGzip, toTarGzip } from './forms/packed.ts'
import { toCri, toLoki } from './forms/transport.ts'
import { generate } from './generate.ts'
import { type LiteralFiles, writeLiterals } from './literals.ts'
import { DAYS, daysOf, tell } from './story.ts'

export interface Size {
  /** Of the text that most sections read. */
  readonly bytes: number
  /** Of the text that shows whether memory stays flat; null: not asked for. */
  readonly big: number | null
  /** Of the text that is streamed through standard input for a long time, in MiB; null: not asked for. */
  readonly soak: number | null
  readonly seed: number
}

/** The files that are read, each made when first asked for. */
export class Inputs {
  readonly literals: LiteralFiles

  constructor(
    readonly folder: string,
    readonly size: Size,
    private readonly tell: (text: string) => void,
  ) {
    mkdirSync(folder, { recursive: true })
    this.literals = writeLiterals(folder)
  }

  plain(bytes = this.size.bytes): string {
    return this.nodes(1, bytes)[0] as string
  }

  async gzip(bytes = this.size.bytes): Promise<string> {
    return this.from(this.plain(bytes), '.gz', toGzip)
  }

  /** The logs of two nodes of one cluster, each as large as the plain one. */
  async pair(): Promise<readonly string[]> {
    const packed: string[] = []
    for (const path of this.nodes(2, this.size.bytes)) {
      packed.push(await this.from(path, '.gz', toGzip))
      rmSync(path, { force: true })
    }
    return packed
  }

  /** The logs of six nodes, together as large as the plain one. */
  async archive(): Promise<string> {
    const path = join(this.folder, `six-${mebibytes(this.size.bytes)}-seed-${this.size.seed}.tar.gz`)
    if (existsSync(path)) return path
    const logs = this.nodes(6, this.size.bytes / 6)
    await this.make(path, (to) => toTarGzip(logs, to))
    for (const log of logs) rmSync(log)
    return path
  }

  loki(): Promise<string> {
    return this.from(this.plain(), '.loki.jsonl', (from, to) => toLoki(from, to, 'tc-tidb-0'))
  }

  async lokiNewestFirst(): Promise<string> {
    return this.from(await this.loki(), '.newest-first.jsonl', toNewestFirst)
  }

  cri(): Promise<string> {
    return this.from(this.plain(), '.cri.log', toCri)
  }

  /** A folder with the logs of two nodes through days full of jobs, without noise: about so many events, of so many jobs. */
  days(days: number, events: number, jobs: number): string {
    const folder = join(this.folder, `${days}-days-${events}-of-${jobs}-seed-${this.size.seed}`)
    if (existsSync(folder)) return folder
    this.tell(`making ${events} events of ${jobs} jobs in ${days} days`)
    const part = `${folder}.part`
    mkdirSync(part, { recursive: true })
    for (const { logs } of tell('2026', DAYS.nodes, this.size.seed, daysOf(days, events, jobs)))
      for (const [node, log] of logs.entries()) appendFileSync(join(part, `tidb-${node}.log`), log)
    renameSync(part, folder)
    return folder
  }

  /** The logs of a cluster of so many nodes, each of so many bytes. */
  private nodes(nodes: number, bytes: number): readonly string[] {
    const folder = join(this.folder, `${nodes}-x-${mebibytes(bytes)}-seed-${this.size.seed}`)
    const paths = Array.from({ length: nodes }, (_, i) => join(folder, `tidb-${i}.log`))
    if (paths.every((path) => existsSync(path) || existsSync(`${path}.gz`))) return paths
    mkdirSync(folder, { recursive: true })
    this.tell(`making ${nodes} × ${mebibytes(bytes)} of log`)
    const began = performance.now()
    const files = paths.map((path) => openSync(`${path}.part`, 'w'))
    for (const { node, data } of generate({ nodes, bytes, seed: this.size.seed })) writeSync(files[node] as number, data)
    for (const file of files) closeSync(file)
    for (const path of paths) renameSync(`${path}.part`, path)
    const written = paths.reduce((sum, path) => sum + statSync(path).size, 0)
    this.tell(`made ${Math.round(written / 1e6)} MB at ${Math.round(written / 1e3 / (performance.now() - began))} MB/s`)
    return paths
  }

  private async from(path: string, ending: string, change: (from: string, to: string) => Promise<void> | void): Promise<string> {
    const to = `${path}${ending}`
    if (!existsSync(to)) await this.make(to, (target) => change(path, target))
    return to
  }

  /** Under another name until it is whole, so that an interrupted run leaves nothing that looks ready. */
  private async make(path: string, write: (to: string) => Promise<void> | void): Promise<void> {
    this.tell(`making ${path.slice(this.folder.length + 1)}`)
    await write(`${path}.part`)
    renameSync(`${path}.part`, path)
  }
}

function mebibytes(bytes: number): string {
  return `${Math.round((bytes / 1_048_576) * 10) / 10}MiB`
}
