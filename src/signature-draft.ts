import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from './errors.ts'
import type { Report, ReportFinding } from './report/report.ts'
import { Redactor } from './signature-redact.ts'

// [2024/06/11 17:46:51.841 +08:00] [WARN] [index.go:1010] ["run reorg job failed"] [error="no room"]
const ENTRY = /^\[[^\]]*\] \[\w+\] \[[^\]]*\] \[(?:"((?:[^"\\]|\\.)*)"|([^\]]*))\]/
const ERROR = /\[(?:error|err)=(?:"((?:[^"\\]|\\.)*)"|([^\]]*))\]/
const MOST_SELECTIONS = 6
/** A text to look for has so many characters at least, and a beginning of so many tells enough. */
const LEAST = 6
const ENOUGH = 80

/**
 * The finding of a report that a person names by its id or its code.
 * @throws UserError when there is none, or more than one
 */
export function chosenFinding({ findings }: Report, wanted: string | undefined): ReportFinding {
  const found = wanted === undefined ? findings : findings.filter(({ id, code }) => id === wanted || code === wanted)
  if (found.length === 1) return found[0]!
  if (findings.length === 0)
    throw new UserError('There is no finding in these logs.', 'A signature is cut from a finding: see what tidb-triage analyze says.')
  const shown = found.length === 0 ? findings : found
  const list = shown.map(({ id, code, title }) => `${id}  ${code}: ${title}`).join('\n')
  const which =
    found.length === 0 ? `There is no finding '${wanted}' in these logs. There are:` : `Which finding? There are ${found.length}:`
  throw new UserError(`${which}\n${list}`, 'Name one with --finding.')
}

/**
 * Writes a draft of a signature cut from a finding: a file to be filled in, and its evidence as a sample, without names and addresses.
 * @returns the folder
 * @throws UserError when it exists
 */
export function writeDraft(dir: string, id: string, finding: ReportFinding, report: Report): string {
  const folder = join(dir, id)
  if (existsSync(folder)) throw new UserError(`${folder} exists.`, 'Give another id, or remove it.')
  const redactor = new Redactor()
  const lines = finding.evidence.map(({ text }) => redactor.line(text))
  mkdirSync(join(folder, 'positive'), { recursive: true })
  mkdirSync(join(folder, 'negative'))
  writeFileSync(join(folder, 'signature.yaml'), draftOf(id, finding, lines, report))
  writeFileSync(join(folder, 'positive', 'from-logs.log'), `${lines.join('\n')}\n`)
  return folder
}

/** The text of the file; strings are quoted as JSON, which YAML reads. */
function draftOf(
  id: string,
  { title, severity, kind, entities, evidence }: ReportFinding,
  lines: readonly string[],
  report: Report,
): string {
  const places = new Set(evidence.map(({ where }) => `${where.source}:${where.line}`))
  const crash = kind === 'crash' ? report.crashes.find(({ where }) => places.has(`${where.source}:${where.line}`)) : undefined
  const texts = crash ? [] : telling(lines)
  const selections = crash
    ? [`  crashed:\n    crash: { kind: ${crash.kind}, frames: [${JSON.stringify(crash.rootFrame?.func ?? '')}] }`]
    : texts.map(({ name, text }) => `  ${name}:\n    text: ${JSON.stringify(text)}`)
  const per = entities.find(({ kind: of }) => of === 'job' || of === 'task' || of === 'subtask')?.kind ?? 'null'
  return `id: ${id}
title: ${JSON.stringify(title)}
category: draft
severity: ${severity}
status: draft
per: ${per}

selections:
${selections.join('\n')}

condition: ${crash ? 'crashed' : texts.map(({ name }) => name).join(' and ')}

explanation: ${JSON.stringify('What happens, and why.')}
remedy: ${JSON.stringify('What to do now, and which version has the fix.')}
knownIssue: null
falsePositives: []
notToBeConfusedWith: []
mayAccompany: []
`
}

/** What the lines say, each once: their messages, and the errors in them. */
function telling(lines: readonly string[]): readonly { readonly name: string; readonly text: string }[] {
  const found = new Map<string, string>()
  for (const line of lines) {
    const entry = ENTRY.exec(line)
    const error = ERROR.exec(line)
    for (const text of [entry?.[1] ?? entry?.[2] ?? line, error?.[1] ?? error?.[2] ?? '']) {
      const cut = text
        .split(/\d{3,}|…|\\"/)[0]!
        .trim()
        .slice(0, ENOUGH)
      if (cut.length < LEAST || found.size >= MOST_SELECTIONS || [...found.values()].includes(cut)) continue
      found.set(freeName(nameFor(cut), found), cut)
    }
  }
  return [...found].map(([name, text]) => ({ name, text }))
}

/** The first words, as a name. */
function nameFor(text: string): string {
  const words = text.toLowerCase().match(/[a-z][a-z0-9]*/g) ?? []
  return ['line', ...words].slice(0, 5).join('-')
}

function freeName(name: string, taken: ReadonlyMap<string, string>): string {
  for (let n = 2, free = name; ; free = `${name}-${n++}`) if (!taken.has(free)) return free
}
