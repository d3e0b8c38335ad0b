import type { Wants } from './entry/frame.ts'
import type { ItemStore } from './entry/item-store.ts'
import { readSource } from './entry/read.ts'
import type { Scope } from './scope.ts'
import type { Source } from './source/source.ts'
import type { Survey } from './survey.ts'

export interface ReadAll {
  readonly wants: Wants
  readonly scope: Scope
  readonly survey: Survey
  readonly store: ItemStore
  readonly onProgress?: ((reading: { readonly bytes: number; readonly source: string }) => void) | undefined
}

/** Reads all sources to their ends, into the store. */
export async function readAll(sources: AsyncIterable<Source>, { wants, scope, survey, store, onProgress }: ReadAll): Promise<void> {
  let number = 0
  for await (const source of sources) {
    if (!scope.source(source)) continue
    const part = { source: number++, part: 0, firstLine: 0 }
    const before = survey.bytes
    const progress = (bytes: number): void => onProgress?.({ bytes: before + bytes, source: source.name })
    const summary = await readSource(source, { wants, onProgress: progress }, (batch, origins) =>
      store.add(batch, part, (stream) => origins[stream]!),
    )
    survey.add(source, summary)
  }
}
