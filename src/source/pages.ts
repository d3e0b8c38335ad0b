import { type Page, PageBuilder, type PageSize } from './page-builder.ts'
import type { Source } from './source.ts'

export const PAGE_SIZE: PageSize = { page: 2 << 20, line: 4 << 20 }

/**
 * Cuts a source into pages of whole lines. Where a page ends depends on the bytes alone, never on how they were chunked
 * or where the reading began: at the first entry head (`[20`) in each `size.page` bytes of the source.
 */
export async function* pages(source: Source, size: PageSize = PAGE_SIZE): AsyncGenerator<Page> {
  const builder = new PageBuilder(size, 0)
  for await (const chunk of source.chunks()) {
    for (let at = 0; at < chunk.length; ) {
      at = builder.add(chunk, at)
      for (let page = builder.next(); page; page = builder.next()) yield page
    }
  }
  builder.endOfSource()
  for (let page = builder.next() ?? builder.rest(); page; page = builder.next() ?? builder.rest()) yield page
  builder.release()
}
