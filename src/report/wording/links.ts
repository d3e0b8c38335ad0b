import type { Life } from '../../replay/history.ts'

/** Characters of an error that a link shows. */
const ERROR = 80

const SPELT: Readonly<Record<string, string>> = {
  ddl: 'DDL',
  pd: 'PD',
  tikv: 'TiKV',
  tidb: 'TiDB',
  mdl: 'metadata lock',
  sql: 'SQL',
  tso: 'TSO',
  gc: 'GC',
}

/** `subtask.run-failed` and `engine-not-built` as words. */
export function words(name: string): string {
  return name
    .split(/[.-]/)
    .map((word) => SPELT[word] ?? word)
    .join(' ')
}

/** `: no leader`, cut; nothing for no error. */
export function errorSuffix(error: string | undefined): string {
  const text = (error ?? '').replace(/\s+/g, ' ').trim()
  if (text === '') return ''
  return `: ${text.length > ERROR ? `${text.slice(0, ERROR - 1)}…` : text}`
}

/** `ddl.(*reorgCtx).isReorgPaused` of the whole name. */
export function functionName(func: string): string {
  return func.slice(func.lastIndexOf('/') + 1)
}

const ENDS: Readonly<Partial<Record<Life['endedBy'], string>>> = { crash: 'crashes', killed: 'is killed', shutdown: 'shuts down' }

/** How a process ended; null where that is not known, or it has not. */
export function processEnd(node: string, endedBy: Life['endedBy']): string | null {
  const how = ENDS[endedBy]
  return how === undefined ? null : `the tidb-server on ${node} ${how}`
}
