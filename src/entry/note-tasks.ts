import type { Field } from './entry.ts'

/** What a row of the distributed framework's tables is about, with canonical field names; ids under the entity that they are of. */
export interface TaskRow {
  readonly what: 'task' | 'subtask'
  readonly fields: readonly Field[]
}

/**
 * Columns of `mysql.tidb_background_subtask` and of `mysql.tidb_global_task` (model-dxf section 1), and what an event calls them. The key of
 * a subtask's task is that task's id.
 */
const SUBTASK: Readonly<Record<string, string>> = {
  ...{ id: 'subtask', task_key: 'task', state: 'subtask.State', step: 'step', exec_id: 'exec-id', error: 'error', type: 'task-type' },
}
const TASK: Readonly<Record<string, string>> = {
  ...{ id: 'task', task_key: 'task-key', state: 'task.State', step: 'step', error: 'error', type: 'task-type' },
}
// cast(error as char)      from_unixtime(start_time)
const WRAPPED = /^[a-z_]{1,30}\(\s*([a-z_]{1,30})\b.*\)$/
const ID = /^\d{1,19}$/
const BAR = /^[\s>]*\|/
const BORDER = /^[\s>]*\+[-=+]{3,}\+?\s*$/
const LONGEST_CELL = 1_000

/** Reads rows of the task and the subtask table as a client prints them, between bars or tabs, under their header. */
export class TaskReader {
  private columns: readonly string[] | null = null
  /** Null: the header fits both, and only the rows tell. */
  private what: TaskRow['what'] | null = null

  read(text: string): TaskRow | null {
    if (BORDER.test(text)) return null
    const cells = cellsOf(text)
    if (cells === null) {
      this.columns = null
      return null
    }
    if (this.header(cells) || this.columns === null) return null
    return this.row(cells)
  }

  private header(cells: readonly string[]): boolean {
    const names = cells.map((cell) => cell.trim().toLowerCase()).map((name) => WRAPPED.exec(name)?.[1] ?? name)
    if (!names.includes('id') || !names.includes('state')) return false
    if (names.includes('exec_id')) this.what = 'subtask'
    else if (names.includes('task_key')) this.what = null
    else return false
    this.columns = names
    return true
  }

  /** A row may be cut short, never longer than its header. */
  private row(cells: readonly string[]): TaskRow | null {
    const columns = this.columns!
    if (cells.length > columns.length) return null
    const what = this.what ?? (ID.test(cells[columns.indexOf('task_key')]?.trim() ?? '') ? 'subtask' : 'task')
    const names = what === 'subtask' ? SUBTASK : TASK
    const fields = cells.flatMap((cell, i): Field[] => {
      const key = names[columns[i]!]
      const value = cell.trim()
      return key === undefined || value === '' || value === 'NULL' ? [] : [{ key, value: value.slice(0, LONGEST_CELL) }]
    })
    const ids = fields.filter(({ key }) => key === 'task' || key === 'subtask')
    const isNamed = ids.some(({ key }) => key === what) && ids.every(({ value }) => ID.test(value))
    return isNamed && fields.some(({ key }) => key === `${what}.State`) ? { what, fields } : null
  }
}

/** The last cell of a row that does not end with its bar may have lost its end: it is left out. */
function cellsOf(text: string): readonly string[] | null {
  if (BAR.test(text)) {
    const cells = text.trimEnd().split('|').slice(1)
    cells.pop()
    return cells
  }
  return text.includes('\t') ? text.split('\t') : null
}
