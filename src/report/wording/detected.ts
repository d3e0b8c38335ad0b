import type { EntityRef } from '../../event/event.ts'
import type { Finding } from '../../signature/finding.ts'
import { duration, nameOf, sentenceCase, times } from './names.ts'
import { surroundingWords } from './surroundings.ts'
import { ASK, argument, type Word, type Wording } from './word.ts'

/** Words for what a detector found without a signature: what happened, where it left the design, what a person can do with it. */
export function unsignedWording(finding: Finding, kin: readonly EntityRef[]): Wording {
  const entity = finding.entities[0] ?? kin[0]
  const subject = entity ? nameOf(entity) : finding.nodes.length > 0 ? `node ${finding.nodes.join(', ')}` : 'the cluster'
  const wording = (BY_CODE[finding.code] ?? BY_KIND[finding.kind])(finding, subject)
  if (finding.causedBy.length > 0) return { ...wording, remedy: 'A consequence: it goes away with its cause.' }
  const reminders = [argument(finding, 'known', ''), argument(finding, 'like', '')].filter((text) => text !== '')
  return { ...wording, explanation: [wording.explanation, ...reminders].join(' ') }
}

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

const livelock: Word = (finding, subject) => ({
  title: sentenceCase(`${subject} repeats the same steps without getting further${errorTold(finding)}`),
  explanation: `The same round (${argument(finding, 'round', finding.code)}) came ${pace(finding)}, and nothing moved in between.${retriesLeft(finding)}`,
  remedy:
    'Look at the error that ends each round. Where it cannot pass by itself, pause or cancel the job (ADMIN PAUSE or CANCEL DDL JOBS) before it uses up its retries.',
})

const retryStorm: Word = (finding, subject) => ({
  title: sentenceCase(`${subject} tries again without a pause${errorTold(finding)}`),
  explanation: `The same line (${argument(finding, 'round', finding.code)}) came ${pace(finding)}; TiDB's own retries wait 300 ms and longer.${retriesLeft(finding)}`,
  remedy: 'Look at the error and at what the node works on: such a loop takes CPU and fills the log, and hides what else goes on.',
})

function errorTold(finding: Finding): string {
  const error = argument(finding, 'message', '')
  return error === '' ? '' : `: ${error}`
}

/** `512 times, one every 5 ms` */
function pace(finding: Finding): string {
  const period = argument(finding, 'period', '')
  return `${times(finding.count)}${period === '' ? '' : `, one every ${duration(Number(period))}`}`
}

function retriesLeft(finding: Finding): string {
  const [left, limit] = [argument(finding, 'left', ''), argument(finding, 'limit', '512')]
  if (left === '') return finding.arguments.endless ? ' No limit ends these retries.' : ''
  if (left === '0') return ` Its error count has reached the limit of ${limit}: TiDB gives up.`
  return ` Its error count is ${left} short of the limit of ${limit} at which TiDB gives up.`
}

const stall: Word = (finding, subject) => {
  const quiet = argument(finding, 'quiet', '')
  return {
    title: sentenceCase(`${subject} stopped moving in state ${argument(finding, 'state')}`),
    explanation:
      `Nothing was heard of it${quiet === '' ? '' : ` for ${duration(Number(quiet) * 1_000)}`} after ${argument(finding, 'round', 'its last line')}, though ` +
      'the log of the node that had it goes on. In this state TiDB prints a line every few seconds.',
    remedy:
      'Take a goroutine dump of the DDL owner and of the nodes that run its subtasks while it hangs, and look at ADMIN SHOW DDL JOBS.',
  }
}

/** What happened, by the code of a crash finding; before the place. */
const HAPPENED: Readonly<Record<string, (node: string, program: string) => string>> = {
  'go-panic': (node, program) => `${program}${node} panicked`,
  'go-fatal': (node, program) => `${program}${node} died of a fatal error`,
  'go-deadlock': (node) => `All goroutines${node} are asleep`,
  'go-race': (node) => `Data race${node}`,
  'go-timeout': (node) => `A test${node} ran out of time`,
  'go-leak': (node) => `Goroutines${node} were left behind`,
}

const crash: Word = (finding) => {
  const [frame, place, hint] = [argument(finding, 'frame', ''), argument(finding, 'place', ''), argument(finding, 'hint', '')]
  const message = argument(finding, 'message', 'the first line of the Go report is missing').split('\n')[0]!
  const node = finding.nodes.length > 0 ? ` on ${finding.nodes.join(', ')}` : ''
  const happened = (HAPPENED[finding.code] ?? HAPPENED['go-panic']!)(node, argument(finding, 'program', 'tidb-server'))
  return {
    title: `${happened}${frame === '' ? '' : ` in ${shortFunction(frame)}`}: ${message}`,
    explanation: [
      frame === '' ? frameless(finding) : `The frame to blame is ${frame}${place === '' ? '' : ` (${place})`}.`,
      hint === '' ? '' : `${sentenceCase(hint)}.`,
      `It was seen ${times(finding.count)}.`,
    ]
      .filter((part) => part !== '')
      .join(' '),
    remedy:
      finding.code === 'go-leak'
        ? 'See who should have ended them: the goroutines and who made them stand under Crash.'
        : 'No signature knows it. Look for the frame to blame in the open issues of pingcap/tidb, or report it there with this report attached.',
  }
}

function frameless(finding: Finding): string {
  if (finding.code === 'go-leak') {
    const by = argument(finding, 'by', '')
    return `They ran when the tests were over, which fails the package${by === '' ? '' : `; the first was made by ${shortFunction(by)}`}.`
  }
  if (finding.arguments.cut) return 'The stack breaks off above the first frame of TiDB itself.'
  if (!finding.arguments.stackless) return 'No frame of TiDB itself is in it.'
  return 'Its stack is not in these lines: what follows it on standard error would show where it happened.'
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

const fatalExit: Word = (finding) => {
  const node = finding.nodes.length > 0 ? ` on ${finding.nodes.join(', ')}` : ''
  return {
    title: `tidb-server${node} ended itself: ${argument(finding, 'message', 'a FATAL line without a message')}`,
    explanation: `It logged FATAL ${times(finding.count)}, and the process ends with such a line.`,
    remedy: ASK,
  }
}

/** A path, and not that of a test within a test. */
function isPackage(name: string): boolean {
  return name.includes('/') && !/^(?:Benchmark|Example|Fuzz|Test)/.test(name)
}

const testFailure: Word = (finding) => ({
  title: `${isPackage(argument(finding, 'test', '')) ? 'Package' : 'Test'} ${argument(finding, 'test', finding.code)} failed`,
  explanation: argument(finding, 'message', argument(finding, 'said', 'The test harness says no more than that it failed.')),
  remedy: 'Look at the first failure of the run: later ones are often its echoes.',
})

const BY_CODE: Readonly<Record<string, Word>> = { 'retry-storm': retryStorm, 'fatal-exit': fatalExit, ...surroundingWords }

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
