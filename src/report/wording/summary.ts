import { groupBy } from '../../signature/group-by.ts'
import type { Asked } from '../build/status.ts'
import type { Report, ReportFinding, ReportJob } from '../report.ts'
import { compareTimes, readableTime } from '../time.ts'
import { type Alike, alike, othersBefallen } from './alike.ts'
import { chainSentence } from './chain.ts'
import { clockSentence } from './clock.ts'
import { knownIssueSentence } from './known-issue.ts'
import { counted, inSentence, jobName, subjectOf, times } from './names.ts'
import { readableSize } from './size.ts'

type Told = Omit<Report, 'summary' | 'schemaVersion' | 'tool'>

/** What happened, to which job, since when; how it came about; which issue it is and what to do now: three sentences, which a person reads first. */
/** @param absent what was asked for and these logs do not have */
export function wordSummary(report: Told, absent: Asked = {}): string {
  return [`${interruption(report)}${diagnosis(report, absent)}`, clockSentence(report.nodes)].filter((part) => part !== '').join(' ')
}

function interruption({ coverage }: Told): string {
  if (coverage.interrupted === null) return ''
  const { bytes, total } = coverage.interrupted
  const of = total === null ? '' : ` of ${readableSize(total)}`
  return `Interrupted after ${readableSize(bytes)}${of}, ${counted(coverage.lines, 'line')}: this is what they show. `
}

function diagnosis(report: Told, absent: Asked): string {
  if (report.status === 'inconclusive') return `${inconclusive(report, absent)}${worstTold(report)}`
  const [root] = alike(report.findings)
  return root ? diagnosed(root, report) : clean(report)
}

function diagnosed({ first: root, others }: Alike, report: Told): string {
  const what = withSubject(root, subjectOf(root, report))
  const since = root.first === null ? '' : ` ${root.count === 1 ? 'at' : 'since'} ${readableTime(root.first)}`
  const seen = root.count === 1 ? (since === '' ? '' : `; seen${since}`) : `; seen ${times(root.count)}${since}`
  const befallen = others.length === 0 ? '' : `${othersBefallen({ first: root, others })}.`
  return [
    `${trimEnd(what)}${seen}.`,
    befallen,
    chainSentence(root.chain),
    knownIssueSentence(root.knownIssue, leadingSentences(root.remedy, 0), root.confidence),
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** `ADD INDEX job 77 (task 9): task 9 went …`, but whom the title names itself is told once: `ADD INDEX job 77 broke …`. */
function withSubject({ title }: ReportFinding, subject: string | null): string {
  if (subject === null || title.startsWith(subject)) return title
  const [named] = /^\w+ \S+/.exec(title) ?? ['']
  const short = named.charAt(0).toLowerCase() + named.slice(1)
  if (named !== '' && /\d/.test(named) && subject.endsWith(` ${short}`)) return `${subject}${title.slice(named.length)}`
  const [, node] = /^Node (\S+)$/.exec(subject) ?? []
  return node !== undefined && title.includes(` on ${node}`) ? title : `${subject}: ${inSentence(title)}`
}

const JOBS_TOLD = 3

/** How the jobs ended: of few each by itself, of many how many in each state, the rare states by name. */
function ends({ jobs, tasks }: Told): string {
  const shown = jobs.filter(({ state }) => state !== null)
  if (shown.length === 0) return jobs.length === 0 ? '' : ` ${counted(jobs.length, 'job shows', 'jobs show')} no state.`
  if (shown.length <= JOBS_TOLD) return ` ${shown.map((job) => `${jobName(job, tasks)} was last seen ${job.state}`).join(', ')}.`
  const states = [...groupBy(shown, ({ state }) => state ?? '')].sort(([, a], [, b]) => b.length - a.length)
  if (states.length === 1) return ` All ${shown.length} jobs were last seen ${states[0]![0]}.`
  const named = (of: readonly ReportJob[]): string => (of.length > JOBS_TOLD ? '' : ` (${of.map((job) => jobName(job, tasks)).join(', ')})`)
  return ` ${shown.length} jobs were last seen: ${states.map(([state, of]) => `${of.length} ${state}${named(of)}`).join(', ')}.`
}

function clean(report: Told): string {
  const told = ends(report)
  const judged = counted(report.coverage.entities.judged, 'entity', 'entities')
  if (report.coverage.entities.judged === 0 && report.tests !== null)
    return `${counted(report.tests.passed, 'test or package', 'tests and packages')} passed, none failed, no known failure found.`
  return `Nothing left the path that TiDB's design allows: ${judged} judged, no known failure found.${told}`
}

function inconclusive(report: Told, { job, node }: Asked): string {
  const { coverage } = report
  if (coverage.interrupted !== null) {
    const judged = counted(coverage.entities.judged, 'entity', 'entities')
    return `No known failure and no forbidden step so far, ${judged} judged; the rest was not read.`
  }
  if (coverage.lines === 0 && coverage.skipped.bytes > 0)
    return `Nothing of ${counted(coverage.sources, 'source')} lies in the time asked for${span(report.sources)}. Ask for another time, or give the logs of that time.`
  if (coverage.lines === 0)
    return 'Nothing could be read, so nothing can be said. Name the TiDB logs (files, folders, archives) or pipe them in.'
  if (node !== undefined) return `None of the logs that were given is of node ${node}. Without --node the report lists the nodes.`
  if (job !== undefined) return `No job ${job} was found${span(report.sources)}. Without --job the report lists the jobs.`
  const read = `${counted(coverage.lines, 'line')} of ${counted(coverage.sources, 'source')}`
  if (coverage.entries + coverage.goReports === 0) {
    return `No TiDB log line was found in ${read}: none has a layout that is known. Name the tidb.log files, unedited.`
  }
  const more = 'Give the logs of all tidb-servers for the time in question.'
  if (report.crashes.length > 0 && coverage.recognised === 0) {
    return `Only goroutine dumps were found in ${read}, and nothing in them is a failure by itself. ${more}`
  }
  if (coverage.recognised === 0) return `Nothing about DDL was found in ${read}: no message of an ADD INDEX is among them. ${more}`
  const judged = counted(coverage.entities.judged, 'job, task or other entity was', 'jobs, tasks and other entities were')
  return `Too little was understood to say that all is well: of ${read}, ${coverage.recognised} ${coverage.recognised === 1 ? 'entry was' : 'entries were'} recognised, and ${judged} judged. ${more}`
}

/** The gravest error that the lines tell, which is no diagnosis. */
function worstTold({ errors }: Told): string {
  const [worst] = errors ?? []
  if (worst === undefined) return ''
  const what = [trimEnd(worst.message), worst.error].filter((part) => part !== '').join(': ')
  return what === '' ? '' : ` What they do say: ${trimEnd(what)}.`
}

/** From when to when the sources go, as far as that is known. */
function span(sources: Told['sources']): string {
  const first = sources.map((source) => source.firstTime).filter((time) => time !== null)
  const last = sources.map((source) => source.lastTime).filter((time) => time !== null)
  if (first.length === 0) return ''
  return `: the logs go from ${readableTime(first.sort(compareTimes)[0]!)} to ${readableTime(last.sort(compareTimes).at(-1)!)}`
}

/** The whole sentences at the start of a text that fit in `limit` characters; at least the first. */
export function leadingSentences(text: string, limit: number): string {
  const sentences = text
    .replace(/\s+/g, ' ')
    .trim()
    .split(/(?<=[.!?]) (?=[A-Z`'"(])/)
  let told = sentences[0] ?? ''
  for (const sentence of sentences.slice(1)) {
    if (told.length + 1 + sentence.length > limit) break
    told += ` ${sentence}`
  }
  return told
}

function trimEnd(text: string): string {
  return text.replace(/[.\s]+$/, '')
}
