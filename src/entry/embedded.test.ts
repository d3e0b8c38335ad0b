import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildCrashes } from '../event/crash.ts'
import { blame } from '../knowledge/blame.ts'
import { embeddedReport } from './embedded.ts'
import type { Entry, Level } from './entry.ts'

function entry(message: string, fields: Readonly<Record<string, string>>, level: Level = 'ERROR'): Entry {
  return {
    ...{
      kind: 'entry',
      where: { source: 'a.log', line: 5 },
      time: { ms: 1, zone: 0 },
      level,
      file: 'misc.go',
      fileLine: 114,
      message,
      text: '',
    },
    origin: { source: 'a.log', node: 'tidb-0', container: null, stream: null },
    fields: Object.entries(fields).map(([key, value]) => ({ key, value })),
  }
}

/** As zap prints a stack: no arguments, no goroutine. */
const plain =
  'example.com/db/util.Recover\n\t/src/util/misc.go:118\nruntime.gopanic\n\t/go/src/runtime/panic.go:914\nruntime.chansend\n\t/go/src/runtime/chan.go:206'
const app =
  'example.com/db/local.(*Engine).addSST\n\t/src/local/engine.go:816\nexample.com/db/local.(*Writer).flush\n\t/src/local/engine.go:1355'
const error = 'example.com/db/errors.Trace\n\t/src/errors/trace.go:15\nexample.com/db/ddl.(*worker).run\n\t/src/ddl/worker.go:100'

describe('a report inside an entry', () => {
  it('is a crash that its process survived, with the message that was recovered', () => {
    const found = embeddedReport(
      entry('something went wrong', { label: 'ddl-worker', r: 'send on closed channel', stack: `${plain}\n${app}` }),
    )
    const [crash] = found ? buildCrashes(found, blame) : []
    expect(crash).toMatchObject({
      kind: 'panic',
      message: 'send on closed channel',
      endedProcess: false,
      complete: true,
      node: 'tidb-0',
      goroutine: null,
    })
    expect(crash?.where).toEqual({ source: 'a.log', line: 5 })
    expect(crash?.rootFrame).toMatchObject({ func: 'example.com/db/local.(*Engine).addSST', line: 816 })
    expect(crash?.frames).toHaveLength(5)
  })

  it('may be cut with the end of its line: the frame whose place broke off is told by its name', () => {
    const tail = `[stack="${`${plain}\n${app}\nexample.com/db/ddl.run`.replaceAll('\n', '\\n').replaceAll('\t', '\\t')}\\n\\t/src/dd`
    const found = embeddedReport(entry('panic in the recoverable goroutine', { r: 'send on closed channel', '': tail }))
    const [crash] = found ? buildCrashes(found, blame) : []
    expect(crash).toMatchObject({ message: 'send on closed channel', complete: false, endedProcess: false })
    expect(crash?.rootFrame).toMatchObject({ func: 'example.com/db/local.(*Engine).addSST' })
    expect(crash?.frames.at(-1)).toMatchObject({ func: 'example.com/db/ddl.run', file: '' })
  })

  it('may be full of links', () => {
    const linked = app.replaceAll(/^(example\S+)/gm, '[$1](http://$1)')
    const found = embeddedReport(entry('panic in a goroutine', { r: 'x', stack: `${plain}\n${linked}` }))
    const [crash] = found ? buildCrashes(found, blame) : []
    expect(crash?.rootFrame).toMatchObject({ func: 'example.com/db/local.(*Engine).addSST', line: 816 })
  })

  it('may be a whole trace, whose own words count', () => {
    const text = readFileSync(join(import.meta.dirname, '../../fixtures/go-report/go1.26/nil-argument.txt'), 'utf8')
    const found = embeddedReport(entry('panic in a goroutine', { r: 'recovered', stack: text }))
    const [crash] = found ? buildCrashes(found, blame) : []
    expect(crash).toMatchObject({
      kind: 'panic',
      message: 'runtime error: invalid memory address or nil pointer dereference',
      endedProcess: false,
    })
    expect(crash?.hints).toContain('argument 2 of settle is nil (0x0)')
  })

  it('ends the process of a fatal entry', () => {
    const found = embeddedReport(entry('panic', { stack: `${plain}\n${app}` }, 'FATAL'))
    expect(found && buildCrashes(found, blame)[0]?.endedProcess).toBe(true)
  })

  it('is none where a plain error carries its stack', () => {
    const entries = [
      entry('command dispatched failed', { err: `context canceled\n${error}` }, 'WARN'),
      entry('encountered error', { error: 'use of closed network connection', stack: error }),
      entry('run task failed', { error: 'x', errorVerbose: `x\n${error}`, stack: error }),
      entry('slow', { stack: '' }),
      entry('panic in a goroutine', { r: 'x' }),
      entry('recovered', { errorVerbose: `${plain}\n${app}` }),
    ]
    expect(entries.map(embeddedReport)).toEqual(entries.map(() => null))
  })
})
