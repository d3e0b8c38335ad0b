import type { Readable } from 'node:stream'
import type { Instant } from '../entry/entry.ts'
import { printable } from '../report/escape.ts'
import type { Report } from '../report/report.ts'
import type { StandingFinding } from '../report/standing.ts'
import { indexRequest } from './index-request.ts'
import { LARGE, LogCommand } from './log-command.ts'

/** What commands share that come to a diagnosis. */
export abstract class ReportCommand extends LogCommand {
  /** @param stdin where `-` is read from */
  protected async examine(paths: readonly string[], asked: Asked, stdin: Readable = process.stdin): Promise<Report> {
    const { filesOf, Logs, openApart, signaturesWith, standingLine, triage } = await import('../index.ts')
    const progress = this.progressLine()
    const { signatures, job, node, jobs, follow, index, isSilent, ...rest } = asked
    const interrupt = this.interruption(follow)
    let total: number | null = null
    const onSize = (bytes: number | null): void => {
      total = bytes
    }
    const large = jobs > 1 ? LARGE : Number.POSITIVE_INFINITY
    const options = { stdin, onSize, stop: interrupt.stop }
    const tell = (text: string): void => {
      if (progress) progress.above(printable(text))
      else process.stderr.write(`${printable(text)}\n`)
    }
    const logs = follow ? new Logs(paths, { ...options, large, tell }) : null
    return triage({
      ...rest,
      jobs,
      ...(job === undefined ? {} : { job }),
      ...(node === undefined ? {} : { node }),
      sources: logs?.sources() ?? openApart(paths, options, large),
      signatures: await signaturesWith(signatures, process.cwd(), this.config),
      version: this.config.version,
      index: index ? indexRequest(await filesOf(paths), this.config, tell) : null,
      total: () => total,
      interrupt,
      ...(progress === null ? {} : { onProgress: (made) => progress.show(made) }),
      ...(logs === null ? {} : { goOn: (journey) => logs.goOn(journey) }),
      ...(progress === null && logs === null
        ? {}
        : {
            onStanding: (finding) => {
              if (isSilent?.(finding)) return
              progress?.count()
              tell(standingLine(finding))
            },
          }),
    })
  }
}

export interface Asked {
  readonly since: Instant | null
  readonly until: Instant | null
  readonly job: string | undefined
  readonly node: string | undefined
  readonly minCoverage: number
  readonly unrecognised: boolean
  readonly follow: boolean
  readonly index: boolean
  /** Of findings that come before the end, those that are not worth telling. */
  readonly isSilent?: (finding: StandingFinding) => boolean
  /** Threads. */
  readonly jobs: number
  /** Bytes. */
  readonly textLimit?: number
  /** Folders. */
  readonly signatures: readonly string[]
}
