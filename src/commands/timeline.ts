import { availableParallelism } from 'node:os'
import * as Flags from '@oclif/core/flags'
import { colorFlag, LARGE, LogCommand, logArgs, readingFlags, selectionFlags, textLimitOf, windowOf } from '../command/log-command.ts'
import { NOT_READ } from '../command/verdict.ts'
import { EXIT } from '../command.ts'
import { timelineFormats, timelinePrinters } from '../report/timeline/index.ts'
import { readableSize } from '../report/wording/size.ts'
import { wordProblem } from '../report/wording.ts'

/** Characters that are collected before they are written. */
const CHUNK = 1 << 14

export default class Timeline extends LogCommand {
  static override summary = 'Tell what happened in these logs, merged and in order: a line per event, with the state behind it.'
  static override description =
    'Reads what analyze reads. What says the same again is folded (×137 in 68 s); steps that no line shows, steps that nothing allows, and stretches in which a source is silent are marked. An arrow marks a state that the line entered, a question mark one that is not certain.'
  static override examples = [
    { description: 'One job through the logs of all nodes', command: '<%= config.bin %> <%= command.id %> logs.tar.gz --job 443' },
    {
      description: 'The hour of the trouble',
      command: "<%= config.bin %> <%= command.id %> ./logs --since '2025-01-07 18:00' --until '2025-01-07 19:00' | less -S",
    },
    {
      description: 'For a program',
      command: "<%= config.bin %> <%= command.id %> ./logs --subtask 270055 --format jsonl | jq -r '.event'",
    },
  ]

  static override strict = false
  static override args = logArgs

  static override flags = {
    ...selectionFlags,
    task: Flags.string({ helpGroup: 'SELECTION', description: 'only this distributed task and its subtasks' }),
    subtask: Flags.string({ helpGroup: 'SELECTION', description: 'only this subtask' }),
    format: Flags.option({ char: 'f', options: timelineFormats } as const)({
      helpGroup: 'OUTPUT',
      default: 'table',
      description: 'how to print it',
    }),
    json: Flags.boolean({ helpGroup: 'OUTPUT', exclusive: ['format'], description: 'short for --format json' }),
    ...colorFlag,
    ...readingFlags,
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Timeline)
    const paths = await this.pathsOf(argv)
    if (paths === null) return
    const { openApart, timeline } = await import('../index.ts')
    const makePrinter = await timelinePrinters[flags.json ? 'json' : flags.format]()
    const printer = makePrinter(this.lookOf(null, flags.color))
    const progress = this.progressLine()
    const interrupt = this.interruption()
    const { job, node, task, subtask, jobs = availableParallelism() } = flags
    let total: number | null = null
    const onSize = (bytes: number | null): void => {
      total = bytes
    }
    let text = ''
    let rows = 0
    const { problems, interrupted } = await timeline({
      ...windowOf(flags),
      ...textLimitOf(flags['max-memory']),
      ...Object.fromEntries(Object.entries({ job, node, task, subtask }).filter(([, value]) => value !== undefined)),
      sources: openApart(paths, { stdin: process.stdin, onSize, stop: interrupt.stop }, jobs > 1 ? LARGE : Number.POSITIVE_INFINITY),
      jobs,
      interrupt,
      total: () => total,
      ...(progress === null ? {} : { onProgress: (made) => progress.show(made) }),
      onRow: (row) => {
        rows++
        text += printer.push(row)
        if (text.length < CHUNK) return
        this.writeSoon(text)
        text = ''
      },
    })
    this.onInterrupt = null
    await this.write(null, text + printer.end())
    if (interrupted !== null) this.remark(`Interrupted after ${readableSize(interrupted.bytes)}: what was not read by then is missing.`)
    else if (rows === 0) this.remark('Nothing was found in these logs that a timeline could tell.')
    for (const problem of problems) this.remark(`${problem.source}: ${wordProblem(problem)}`)
    if (interrupted !== null) this.leave()
    if (problems.some(({ code }) => NOT_READ.includes(code))) process.exitCode = EXIT.unreadable
  }
}
