import type { EntityRef } from '../../event/event.ts'
import type { Finding } from '../../signature/finding.ts'
import { nameOf, sentenceCase, times } from './names.ts'

/** What a finding says to a person. */
export interface Wording {
  readonly title: string
  readonly explanation: string
  readonly remedy: string
}

type Word = (finding: Finding, subject: string) => Wording

/** Words for what a detector found without a signature: what happened, where it left the design, what a person can do with it. */
export function unsignedWording(finding: Finding, kin: readonly EntityRef[]): Wording {
  const entity = finding.entities[0] ?? kin[0]
  const subject = entity ? nameOf(entity) : finding.nodes.length > 0 ? `node ${finding.nodes.join(', ')}` : 'the cluster'
  const wording = BY_KIND[finding.kind](finding, subject)
  return finding.causedBy.length > 0 ? { ...wording, remedy: 'A consequence: it goes away with its cause.' } : wording
}

function argument(finding: Finding, name: string, otherwise = 'unknown'): string {
  const value = finding.arguments[name]
  return value === undefined || value === '' ? otherwise : value
}

const ASK =
  'No signature knows this failure. Compare the evidence with the open issues of pingcap/tidb, or report it there with this report attached.'

const violation: Word = (finding, subject) => {
  const [from, to] = [argument(finding, 'from', 'an unknown state'), argument(finding, 'to')]
  return {
    title: sentenceCase(`${subject} went from ${from} to ${to}, which TiDB's design does not allow`),
    explanation: `By the ${argument(finding, 'machine')} state machine, ${from} may be followed by: ${argument(finding, 'legal', 'nothing')}. The log shows ${to} instead.`,
    remedy: ASK,
  }
}

const invariant: Word = (finding, subject) => ({
  title: sentenceCase(`${subject} broke the rule ${argument(finding, 'invariant', finding.code)}`),
  explanation: `${argument(finding, 'because', 'The rule holds in every healthy run.')} It was broken ${times(finding.count)}.`,
  remedy: ASK,
})

const livelock: Word = (finding, subject) => {
  const error = argument(finding, 'message', '')
  const period = argument(finding, 'period', '')
  const left = argument(finding, 'left', '')
  return {
    title: sentenceCase(`${subject} repeats the same steps without getting further${error === '' ? '' : `: ${error}`}`),
    explanation:
      `The same round (${argument(finding, 'round', finding.code)}) came ${times(finding.count)}${period === '' ? '' : `, one every ${period}`}, ` +
      `and nothing moved in between.${left === '' ? '' : ` ${left} retries are left before TiDB gives up.`}`,
    remedy:
      'Look at the error that ends each round. Where it cannot pass by itself, pause or cancel the job (ADMIN PAUSE or CANCEL DDL JOBS) before it uses up its retries.',
  }
}

const stall: Word = (finding, subject) => ({
  title: sentenceCase(`${subject} stopped moving in state ${argument(finding, 'state')}`),
  explanation:
    `Nothing was heard of it after ${argument(finding, 'event', 'its last line')}, though the log of the node goes on. ${argument(finding, 'because', '')}`.trim(),
  remedy: 'Take a goroutine dump of the DDL owner and of the nodes that run its subtasks while it hangs, and look at ADMIN SHOW DDL JOBS.',
})

/** What happened, by the code of a crash finding; before the place. */
const HAPPENED: Readonly<Record<string, (node: string) => string>> = {
  'go-panic': (node) => `tidb-server${node} panicked`,
  'go-fatal': (node) => `tidb-server${node} died of a fatal error`,
  'go-deadlock': (node) => `All goroutines${node} are asleep`,
  'go-race': (node) => `Data race${node}`,
  'go-timeout': (node) => `A test${node} ran out of time`,
  'go-leak': (node) => `Goroutines${node} were left behind`,
}

const crash: Word = (finding) => {
  const [frame, place, hint] = [argument(finding, 'frame', ''), argument(finding, 'place', ''), argument(finding, 'hint', '')]
  const message = argument(finding, 'message', 'the first line of the Go report is missing').split('\n')[0]!
  const node = finding.nodes.length > 0 ? ` on ${finding.nodes.join(', ')}` : ''
  const happened = (HAPPENED[finding.code] ?? HAPPENED['go-panic']!)(node)
  return {
    title: `${happened}${frame === '' ? '' : ` in ${shortFunction(frame)}`}: ${message}`,
    explanation: [
      frame === '' ? 'No frame of TiDB itself is in it.' : `The frame to blame is ${frame}${place === '' ? '' : ` (${place})`}.`,
      hint === '' ? '' : `${sentenceCase(hint)}.`,
      `It was seen ${times(finding.count)}.`,
    ]
      .filter((part) => part !== '')
      .join(' '),
    remedy:
      'No signature knows it. Look for the frame to blame in the open issues of pingcap/tidb, or report it there with this report attached.',
  }
}

/** `ddl.(*reorgCtx).isReorgPaused` of the whole import path. */
function shortFunction(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

const error: Word = (finding, subject) => ({
  title: sentenceCase(`${subject}: ${argument(finding, 'message', finding.code)}`),
  explanation: `TiDB logged this error ${times(finding.count)}${finding.arguments.event ? ` (${finding.arguments.event})` : ''}.`,
  remedy: ASK,
})

const testFailure: Word = (finding) => ({
  title: `Test ${argument(finding, 'test', finding.code)} failed`,
  explanation: argument(finding, 'message', 'The test harness says no more than that it failed.'),
  remedy: 'Look at the first failure of the run: later ones are often its echoes.',
})

// A detector that finds a signature's kind without a signature is told like an error.
const BY_KIND: Readonly<Record<Finding['kind'], Word>> = {
  signature: error,
  violation,
  invariant,
  livelock,
  stall,
  crash,
  error,
  'test-failure': testFailure,
}
