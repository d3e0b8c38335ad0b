import { readFileSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { judge } from './gate/judge.ts'
import { subjects } from './knowledge/index.ts'
import { builtInSignatures } from './knowledge/signatures.ts'
import { panics } from './panics.ts'
import { machinesOf } from './report/model/machine.ts'
import { mermaid } from './report/model/mermaid.ts'
import { panicsText } from './report/panics/text.ts'
import { printGate } from './report/terminal/gate.ts'
import { terminal } from './report/terminal.ts'
import { timelineTable } from './report/timeline/table.ts'
import { open } from './source/open.ts'
import { plainPolicy, reportOf } from './testing/gate-runs.ts'
import { schemaFaults } from './testing/schema.ts'
import { timeline } from './timeline.ts'
import { triage } from './triage.ts'

const example = 'fixtures/reports/58776.md'
const prompt = `$ tidb-triage analyze ${example}`

/** The README shows what the program prints; `REWRITE=1` puts it there. */
test('the README shows the real output of its example', async () => {
  const sources = open([example], { stdin: Readable.from([]) })
  const report = await triage({ sources, signatures: builtInSignatures(), version: '0.0.0', minCoverage: 0.1 })
  expect(schemaFaults(report)).toEqual([])
  const [shown] = terminal.print(report, { width: 118, color: false }).split('\nNodes\n')
  rewritten(/(?<=```text\n)[^`]*(?=```\n)/, `${prompt}\n${shown!.trimEnd()}\n`)
})

test('the README shows a real timeline', async () => {
  const sources = open(['fixtures/benign/killed-node'], { stdin: Readable.from([]) })
  const since = { ms: Date.UTC(2025, 1, 18, 9, 30, 11), zone: null }
  const printer = timelineTable({ width: 118, color: false })
  let printed = ''
  await timeline({ sources, subtask: '30106', since, onRow: (row) => (printed += printer.push(row)) })
  rewritten(/(?<=<!-- timeline [^\n]* -->\n```text\n)[^`]*(?=```\n)/, printed + printer.end())
})

test('the README shows a real crash', async () => {
  const sources = open(['fixtures/go-report/go1.26/many.txt'], { stdin: Readable.from([]) })
  const report = await panics({ sources, version: '0.0.0' })
  rewritten(/(?<=<!-- panics [^\n]* -->\n```text\n)[^`]*(?=```\n)/, panicsText(report, { width: 118, color: false, full: false }))
})

test('the README shows what the gate says of a race', async () => {
  const report = await reportOf(['fixtures/test-runs/go1.26/race.txt'])
  const printed = printGate(judge(report, plainPolicy, null, '2026-11-20'), { width: 118, color: false })
  rewritten(/(?<=<!-- gate [^\n]* -->\n```text\n)[^`]*(?=```\n)/, printed)
})

test.each(['job', 'task', 'subtask'])('the README draws the machine of a %s', (name) => {
  const machine = machinesOf(subjects, null).find((candidate) => candidate.name === name)!
  const wanted = mermaid.one(machine, { width: 80, color: false })
  rewritten(new RegExp(`(?<=<!-- model ${name} -->\\n\`\`\`mermaid\\n)[^\`]*(?=\`\`\`\\n)`), wanted)
})

test('the README quotes how sure the replay is', () => {
  const table = /^\| goal .*\n(?:\|.*\n)+/m.exec(readFileSync('docs/quality.md', 'utf8'))?.[0]
  expect(table).toContain('caught')
  rewritten(/(?<=<!-- quality -->\n\n)[^<]*(?=\n<!-- \/quality -->)/, table!)
})

test('the README names every command that CI runs from it', () => {
  const commands = [...readFileSync('.ci/run', 'utf8').matchAll(/^promised '([^']+)'$/gm)].map((match) => match[1]!)
  expect(commands).toHaveLength(2)
  for (const command of commands) expect(readFileSync('README.md', 'utf8').split('\n')).toContain(command)
})

/** What stands at that place must be as wanted, or is made so. */
function rewritten(place: RegExp, wanted: string): void {
  const readme = readFileSync('README.md', 'utf8')
  if (process.env.REWRITE === '1')
    writeFileSync(
      'README.md',
      readme.replace(place, () => wanted),
    )
  else expect(place.exec(readme)?.[0]).toBe(wanted)
}
