/** One thing that a grammar could not make sense of; `offset` counts UTF-16 code units from the start of the text. */
export interface ParseProblem {
  readonly offset: number
  readonly message: string
}

/** What every grammar gives back: a tree, or the reasons why there is none. Grammars never throw for bad input. */
export type Parsed<T> = { readonly ok: true; readonly tree: T } | { readonly ok: false; readonly problems: readonly ParseProblem[] }
