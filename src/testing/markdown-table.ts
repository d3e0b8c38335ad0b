/** A table as Markdown, its columns as wide as their widest cell so that it can be read as it stands. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  // A bar would end its cell.
  const safe = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, column) => Math.max(3, ...safe.map((row) => row[column]?.length ?? 0)))
  const print = (row: readonly string[]): string => `| ${widths.map((width, i) => (row[i] ?? '').padEnd(width)).join(' | ')} |\n`
  return [safe[0] as string[], widths.map((width) => '-'.repeat(width)), ...safe.slice(1)].map(print).join('')
}
