import type { Field } from './entry.ts'
import { columnFields, columnsOf, rowFields } from './note-columns.ts'

// jobId: 561, job type: add index /* ingest */, state: running, comments: ingest, DXF
const HARNESS = /\bjobId: (\d+), job type: ([^,()"]{1,100}), state: ([a-z]+(?: [a-z]+)?)(?:, comments: ([^)"]{0,200}))?/
// (now: 2023-10-19 17:35:56, jobId: …
const NOW = /\(now: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d), $/
// [2023-10-19 17:35:56] ###### wait for ddl job finish timeout(1h0m0s)
const STAMP = /^\W{0,3}\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ######/
// select job_id, job_type, state from information_schema.ddl_jobs where query = 'alter table …'
const SELECT = /\bselect\s+([\w\s,.`]{1,300}?)\s+from\s+`?information_schema`?\.`?ddl_jobs\b(?:\s+where\s+query\s*=\s*'(.{1,1000})')?/i
const COMMENT = /\/\*|\*\//
// jobID=484      Job ID: 561
const ALONE = /^[\s>`*-]*job[ _]?id\s*[:=]\s*(\d{1,19})[\s`]*$/i
//        SCHEMA_STATE: write reorganization
const MEMBER = /^[\s>]*([A-Za-z_]{2,20}): (.*)$/
const STATE = /^[a-z]+(?: [a-z]+)?$/
const ROW_MARK = /^\s*\*{5,} \d+\. row \*{5,}/
const BORDER = /^[\s>]*\+[-=+]{3,}\+?\s*$/
const REACH = 4
const MOST_ROWS = 500

/** Reads what people paste of a DDL job's state: result tables in their four shapes, and the lines of test harnesses. */
export class JobReader {
  private columns: readonly string[] | null = null
  private separator = '|'
  /** Rows of a table whose header has not come (yet): exports that are newest first end with it. */
  private headless: string[][] = []
  private vertical: Field[] | null = null
  private selected: readonly string[] | null = null
  private query: string | null = null
  private reach = 0
  private now: string | null = null

  /** @returns the fields of each job that this line completes */
  read(text: string): readonly (readonly Field[])[] {
    if (--this.reach <= 0) {
      this.selected = null
      this.query = null
    }
    const harness = this.harness(text)
    if (harness) return [harness]
    if (this.context(text) || BORDER.test(text)) return []
    const cells = cellsOf(text)
    if (cells) return this.row(cells.separator, cells.cells)
    this.columns = null
    this.headless = []
    const chosen = this.chosen(text.split(', '))
    if (chosen) return [chosen]
    const vertical = this.member(text)
    return vertical ? [vertical] : []
  }

  private harness(text: string): Field[] | null {
    const match = HARNESS.exec(text)
    if (!match) return null
    const [, id, type, state, comments] = match as unknown as [string, string, string, string, string | undefined]
    const fields = [...columnFields('job_id', id), ...columnFields('job_type', type.trim()), ...columnFields('state', state)]
    if (comments !== undefined) fields.push(...columnFields('comments', comments.trim()))
    return this.withContext(fields, NOW.exec(text.slice(0, match.index))?.[1] ?? this.now)
  }

  private withContext(fields: Field[], now: string | null): Field[] {
    if (this.query !== null && !fields.some(({ key }) => key === 'query')) fields.push({ key: 'query', value: this.query })
    if (now !== null) fields.push({ key: 'now', value: now })
    return fields
  }

  /** Lines that say nothing of a job themselves, but when, or which columns the next lines show. */
  private context(text: string): boolean {
    const stamp = STAMP.exec(text)
    if (stamp) {
      this.now = stamp[1]!
      return true
    }
    if (ROW_MARK.test(text)) {
      this.vertical = null
      return true
    }
    const select = text.length < 2_000 ? SELECT.exec(text) : null
    if (!select) return false
    this.selected = columnsOf(select[1]!.replaceAll('`', '').split(','))
    this.query = select[2] ?? null
    this.reach = REACH
    return true
  }

  private row(separator: string, cells: string[]): Field[][] {
    this.vertical = null
    const columns = columnsOf(cells)
    if (columns) {
      this.columns = columns
      this.separator = separator
      const above = this.headless.map((row) => rowFields(columns, row)).filter((fields) => fields !== null)
      this.headless = []
      return above
    }
    if (this.columns && separator === this.separator) {
      const fields = rowFields(this.columns, cells)
      return fields ? [fields] : []
    }
    const chosen = this.chosen(cells)
    if (chosen) return [chosen]
    if (this.headless.length < MOST_ROWS) this.headless.push(cells)
    return []
  }

  /** The values of a `select` over the job table whose result came without a header. */
  private chosen(cells: readonly string[]): Field[] | null {
    if (!this.selected || COMMENT.test(cells[0]!)) return null
    const fields = rowFields(this.selected, cells)
    return fields && this.withContext(fields, this.now)
  }

  /** `\G` output: each line adds to the job, which is told when its state is known and again when more follows. An id alone is told at once. */
  private member(text: string): Field[] | null {
    const alone = ALONE.exec(text)
    if (alone) {
      const first: Field = { key: 'job.ID', value: alone[1]! }
      this.vertical = /\bjob_id: /i.test(text) ? [first] : null
      return [first]
    }
    const match = this.vertical && MEMBER.exec(text)
    const added = match ? columnFields(match[1]!, match[2]!.trim()) : []
    if (!match || !this.vertical) this.vertical = null
    else this.vertical.push(...added)
    const told = added.length > 0 && this.vertical?.some(({ key, value }) => key === 'job.State' && STATE.test(value))
    return told ? [...this.vertical!] : null
  }
}

/** The cells of a row of an ASCII table, or of one separated by tabs. */
function cellsOf(text: string): { separator: string; cells: string[] } | null {
  if (text.length > 20_000) return null
  const bar = /^[\s>]*\|(.*)\|\s*$/.exec(text)
  if (bar) return { separator: '|', cells: bar[1]!.split('|') }
  return text.includes('\t') ? { separator: '\t', cells: text.split('\t') } : null
}
