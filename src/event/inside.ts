import { Fields } from './fields.ts'
import type { KinRules } from './kin.ts'

/** Finds ids inside a field's text, without unescaping a long text that cannot hold them. */
export class Inside {
  readonly gives: KinRules['inside'][number]['gives']
  private readonly field: string
  private readonly pattern: RegExp
  private readonly hint: RegExp

  constructor({ field, pattern, gives }: KinRules['inside'][number]) {
    this.field = field
    this.gives = gives
    this.pattern = new RegExp(pattern)
    this.hint = hintOf(pattern)
  }

  /** @param isLate whether some of the fields are not unescaped yet */
  find(fields: Readonly<Record<string, string>>, isLate: boolean): RegExpExecArray | null {
    const late = isLate ? Fields.lateOf(fields, this.field) : null
    if (late !== null && !this.hint.test(late)) return null
    const value = fields[this.field]
    return value === undefined ? null : this.pattern.exec(value)
  }
}

/** Characters that stand for themselves, and that no writer escapes. */
const PLAIN = /^(?:[\w:/-](?![?*{]))+/

/** What stands in every text that the pattern fits: its plain beginning. A group, because V8 finds one sooner than a bare text. */
function hintOf(pattern: string): RegExp {
  const [plain = ''] = pattern.includes('|') ? [] : (PLAIN.exec(pattern) ?? [])
  return new RegExp(`(${plain})`)
}
