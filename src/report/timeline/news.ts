import type { Field } from '../../entry/entry.ts'
import type { LineRow } from './row.ts'
import { isError } from './telling.ts'

/** Entities of which is remembered what was said last. */
const MOST = 1_000

/** Leaves out what was said of an entity before and has not changed since; errors are said again. */
export class News {
  private readonly said = new Map<string, Map<string, string>>()

  of({ entity, fields }: Pick<LineRow, 'entity' | 'fields'>): readonly Field[] {
    if (entity === null) return fields
    const before = this.before(`${entity.kind} ${entity.id}`)
    const news = fields.filter(({ key, value }) => isError(key) || before.get(key) !== value)
    for (const { key, value } of news) before.set(key, value)
    return news
  }

  private before(name: string): Map<string, string> {
    let before = this.said.get(name)
    if (before === undefined) {
      if (this.said.size >= MOST) this.said.clear()
      this.said.set(name, (before = new Map()))
    }
    return before
  }
}
