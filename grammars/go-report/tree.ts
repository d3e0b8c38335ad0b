/** Line numbers called `at` count from 0 in the lines that were given to the parser. */

export interface GoFrame {
  /** As printed, without arguments: `github.com/pingcap/tidb/pkg/ddl.(*reorgCtx).isReorgPaused`. */
  readonly func: string
  /** The text between the last parentheses; `...` for an inlined call, empty where the printer gives none. */
  readonly args: string
  /** Empty when the text was cut before it. */
  readonly file: string
  readonly line: number
  readonly at: number
}

export interface GoCreator {
  readonly func: string
  readonly file: string
  readonly line: number
  readonly goroutine: string | null
}

/** Goroutines whose stacks print alike, arguments and wait times aside, share one object. */
export interface GoStack {
  readonly frames: readonly GoFrame[]
  readonly createdBy: GoCreator | null
  /** How many frames stand above those that the runtime left out; null where it left out none. */
  readonly elidedAt: number | null
}

export interface GoGoroutine {
  /** Null where the header was cut away. */
  readonly id: string | null
  /** `semacquire, 14 minutes, locked to thread`; empty when not printed. */
  readonly state: string
  readonly stack: GoStack
  /** Address of the lock that it waits for; null where the stack shows none. */
  readonly lock: string | null
  /** How many there are, where there was no room to tell them apart; otherwise 1. */
  readonly count: number
  readonly at: number
}

/** A line that says why: `killed` is a signal's name (`SIGQUIT: quit`), `caught` a panic that a test runner caught, `note` what the runtime says beside the cause. */
export interface GoHead {
  readonly kind: 'panic' | 'fatal' | 'killed' | 'http' | 'rust' | 'caught' | 'note'
  /** Without the marks below, several lines where the message has them, their common indent taken off. */
  readonly text: string
  readonly recovered: boolean
  readonly at: number
}

export interface GoSignal {
  readonly name: string
  readonly code: string | null
  readonly addr: string | null
  readonly pc: string | null
}

export interface GoRace {
  readonly accesses: readonly { readonly what: string; readonly addr: string; readonly goroutine: string; readonly stack: GoStack }[]
  readonly created: readonly { readonly goroutine: string; readonly state: string; readonly stack: GoStack }[]
}

export interface GoProfile {
  readonly total: number
  readonly buckets: readonly { readonly count: number; readonly stack: GoStack }[]
}

/** One crash or dump: what was said first, then the stacks. */
export interface GoReportPart {
  readonly at: number
  readonly heads: readonly GoHead[]
  readonly signal: GoSignal | null
  readonly goroutines: readonly GoGoroutine[]
  readonly race: GoRace | null
  readonly profile: GoProfile | null
  /** True under goleak's headline. */
  readonly leak: boolean
  /** The test that the text says crashed so, and no other; null where it does not say. */
  readonly test: string | null
}

export interface GoReportTree {
  readonly parts: readonly GoReportPart[]
  /** Names behind `--- FAIL:`, in the order of printing, each once. */
  readonly failed: readonly string[]
}
