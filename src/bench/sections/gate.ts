import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { generate } from '../generate.ts'
import { type Section, timesFaster } from '../section.ts'
import { ours } from './commands.ts'

const BYTES = 200 << 20
/** Bytes that a test logs, about: those of TiDB's integration tests log some dozens of lines each. */
const TEST = 20_000
const [OURS, THEIRS] = ['gate', 'analyze']

/** What a gate costs that has nothing to say. */
export const gate: Section = {
  id: 'gate',
  title: 'A passing test run of 200 MiB: the gate, with JUnit and SARIF, beside analyze',
  async prepare({ folder, size }) {
    const path = join(folder, 'passing.txt')
    const file = openSync(path, 'w')
    for (const piece of passingRun(size.seed)) writeSync(file, piece)
    closeSync(file)
    const bytes = statSync(path).size
    const argv = [process.execPath, 'bin/run.js', 'gate', path, '--junit', join(folder, 'gate.xml'), '--sarif', join(folder, 'gate.sarif')]
    return {
      contenders: [{ name: OURS, argv, bytes, needs: [], prints: 'nothing' }, ours(THEIRS, [path], bytes)],
      goals: [{ what: 'a gate over a passing run, against analyze', atMost: 1.3, unit: '×', reached: timesFaster(THEIRS, OURS) }],
    }
  },
}

/** A healthy log as `go test -v` prints it: between the lines of test after test. */
function* passingRun(seed: number): Generator<Buffer> {
  let test = 0
  for (const { data } of generate({ nodes: 1, bytes: BYTES, seed }))
    for (let from = 0; from < data.length; test++) {
      const end = data.indexOf(10, Math.min(from + TEST, data.length - 1)) + 1 || data.length
      yield Buffer.from(`=== RUN   TestLedger${test}\n`)
      yield data.subarray(from, end)
      yield Buffer.from(`--- PASS: TestLedger${test} (0.10s)\n`)
      from = end
    }
  yield Buffer.from('PASS\nok  \texample.com/ledger\t612.345s\n')
}
