// MySQL [test]> SELECT * FROM mysql.tidb_mdl_view\G
const FROM = /^[^']{0,60}\bselect\b.{1,300}?\bfrom\s+`?([a-z_]{1,40})`?\.`?([a-z_]{1,60})\b/i
// Empty set (0.01 sec)      0 rows in set
const NOTHING_FOUND = /^[\s>]*(?:Empty set\b|0 rows? in set\b)/i
/** Lines between a query and its answer, at most. */
const REACH = 3

/** Reads a client's answers to queries of system tables, where they are empty: what is not there tells something too. */
export class QueryReader {
  private from: string | null = null
  private left = 0

  /** @returns the table that this line says had no row, as `schema.table` in lower case */
  read(text: string): string | null {
    if (--this.left <= 0) this.from = null
    if (this.from !== null && NOTHING_FOUND.test(text)) {
      const empty = this.from
      this.from = null
      return empty
    }
    const query = text.length < 2_000 ? FROM.exec(text) : null
    if (query !== null) {
      this.from = `${query[1]}.${query[2]}`.toLowerCase()
      this.left = REACH + 1
    }
    return null
  }
}
