import type { Report, ReportFinding } from '../report.ts'
import { compareTimes, readableTime } from '../time.ts'
import { chainSentence } from './chain.ts'
import { knownIssueSentence } from './known-issue.ts'
import { counted, inSentence, jobName, subjectOf, times } from './names.ts'
import { readableSize } from './size.ts'

type Told = Omit<Report, 'summary' | 'schemaVersion' | 'tool'>

/** What happened, to which job, since when; how it came about; which issue it is and what to do now: three sentences, which a person reads first. */
export function wordSummary(report: Told): string {
  return `${interruption(report)}${diagnosis(report)}`
}

function interruption({ coverage }: Told): string {
  if (coverage.interrupted === null) return ''
  const { bytes, total } = coverage.interrupted
  const of = total === null ? '' : ` of ${readableSize(total)}`
  return `Interrupted after ${readableSize(bytes)}${of}, ${counted(coverage.lines, 'line')}: this is what they show. `
}

function diagnosis(report: Told): string {
  if (report.status === 'inconclusive') return `${inconclusive(report)}${worstTold(report)}`
  const root = report.findings[0]
  return root ? diagnosed(root, report) : clean(report)
}

function diagnosed(root: ReportFinding, report: Told): string {
  const subject = subjectOf(root, report)
  const what = subject === null || root.title.startsWith(subject) ? root.title : `${subject}: ${inSentence(root.title)}`
  const since = root.first === null ? '' : ` ${root.count === 1 ? 'at' : 'since'} ${readableTime(root.first)}`
  const seen = root.count === 1 ? (since === '' ? '' : `; seen${since}`) : `; seen ${times(root.count)}${since}`
  return [
    `${trimEnd(what)}${seen}.`,
    chainSentence(root.chain),
    knownIssueSentence(root.knownIssue, leadingSentences(root.remedy, 0), root.confidence),
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function clean(report: Told): string {
  const ends = report.jobs
    .slice(0, 3)
    .map((job) => `${jobName(job, report.tasks)} ${job.state === null ? 'shows no state' : `was last seen ${job.state}`}`)
  const more = report.jobs.length > 3 ? ` and ${report.jobs.length - 3} more` : ''
  const told = ends.length > 0 ? ` ${ends.join(', ')}${more}.` : ''
  const judged = counted(report.coverage.entities.judged, 'entity', 'entities')
  if (report.coverage.entities.judged === 0 && report.tests !== null)
    return `${counted(report.tests.passed, 'test or package', 'tests and packages')} passed, none failed, no known failure found.`
  return `Nothing left the path that TiDB's design allows: ${judged} judged, no known failure found.${told}`
}

function inconclusive(report: Told): string {
  const { coverage } = report
  if (coverage.interrupted !== null) {
    const judged = counted(coverage.entities.judged, 'entity', 'entities')
    return `No known failure and no forbidden step so far, ${judged} judged; the rest was not read.`
  }
  if (coverage.lines === 0 && coverage.skipped.bytes > 0)
    return `Nothing of ${counted(coverage.sources, 'source')} lies in the time asked for${span(report.sources)}. Ask for another time, or give the logs of that time.`
  if (coverage.lines === 0)
    return 'Nothing could be read, so nothing can be said. Name the TiDB logs (files, folders, archives) or pipe them in.'
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
