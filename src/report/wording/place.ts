import type { Place } from '../../event/event.ts'

/** `main.sum (suite_test.go:41)`; without its place where the text was cut before it. */
export function placeOf({ func, file, line }: Place): string {
  return file === '' ? func : `${func} (${file}:${line})`
}

/** `main.sum  suite_test.go:41`, one line of a stack. */
export function frameLine(call: string, { file, line }: Pick<Place, 'file' | 'line'>): string {
  return file === '' ? call : `${call}  ${file}:${line}`
}
