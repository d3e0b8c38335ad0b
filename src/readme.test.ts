import { readFileSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { subjects } from './knowledge/index.ts'
import { builtInSignatures } from './knowledge/signatures.ts'
import { machinesOf } from './report/model/machine.ts'
import { mermaid } from './report/model/mermaid.ts'
import { terminal } from './report/terminal.ts'
import { open } from './source/open.ts'
import { schemaFaults } from './testing/schema.ts'
import { triage } from './triage.ts'

const example = 'fixtures/reports/58776.md'
const prompt = `$ tidb-triage analyze ${example}`

/** The README shows what the program prints; `REWRITE=1` puts it there. */
test('the README shows the real output of its example', async () => {
  const sources = open([example], { stdin: Readable.from([]) })
  const report = await triage({ sources, signatures: builtInSignatures(), version: '0.0.0', minCoverage: 0.1 })
  expect(schemaFaults(report)).toEqual([])
  const [shown] = terminal.print(report, { width: 118, color: false }).split('\nNodes\n')
  const readme = readFileSync('README.md', 'utf8')
  const block = /```text\n([^`]*)```/.exec(readme)!
  const wanted = `${prompt}\n${shown!.trimEnd()}\n`
  if (process.env.REWRITE === '1')
    writeFileSync(
      'README.md',
      readme.replace(block[1]!, () => wanted),
    )
  else expect(block[1]).toBe(wanted)
})

test.each(['job', 'task', 'subtask'])('the README draws the machine of a %s', (name) => {
  const machine = machinesOf(subjects, null).find((candidate) => candidate.name === name)!
  const wanted = mermaid.one(machine, { width: 80, color: false })
  const readme = readFileSync('README.md', 'utf8')
  const drawing = new RegExp(`(?<=<!-- model ${name} -->\\n\`\`\`mermaid\\n)[^\`]*(?=\`\`\`\\n)`)
  if (process.env.REWRITE === '1')
    writeFileSync(
      'README.md',
      readme.replace(drawing, () => wanted),
    )
  else expect(drawing.exec(readme)?.[0]).toBe(wanted)
})

test('the README names every command that CI runs from it', () => {
  const commands = [...readFileSync('.ci/run', 'utf8').matchAll(/^promised '([^']+)'$/gm)].map((match) => match[1]!)
  expect(commands).toHaveLength(2)
  for (const command of commands) expect(readFileSync('README.md', 'utf8').split('\n')).toContain(command)
})
