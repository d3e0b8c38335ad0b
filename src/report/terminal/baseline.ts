import type { BaselineEntry } from '../gate/judgement.ts'
import type { Look } from '../report.ts'
import { counted } from '../wording/names.ts'
import { Canvas } from './canvas.ts'

/** @param entries null where there is no such file @param today `2026-11-20` */
export function printBaseline(path: string, entries: readonly BaselineEntry[] | null, today: string, look: Look): string {
  const canvas = new Canvas(look)
  if (entries === null) {
    canvas.line(`There is no ${path}: nothing is let be.`)
    return canvas.text()
  }
  canvas.line(`${path}: ${counted(entries.length, 'known failure')}`)
  canvas.blank()
  if (entries.length > 0)
    canvas.table(
      ['fingerprint', 'what', 'reason', 'owner', 'until'],
      entries.map(({ fingerprint, title, reason, owner, expires }) => [
        fingerprint,
        title,
        reason,
        owner,
        expires === null ? '' : `${expires}${expires < today ? ' (ran out)' : ''}`,
      ]),
    )
  return canvas.text()
}
