/** More different names than any log of TiDB's has: beyond them a text is hostile, and all are forgotten. */
const MOST_NAMES = 5_000

/** A name that comes again and again: the key of a field, the file of a caller. */
export class LogName {
  /** What the reader of the parts found out about the name: its own, kept here so that it need not look it up on every line. */
  role: unknown = undefined
  /** The two different names that came behind this one last. */
  next: LogName | null = null
  second: LogName | null = null

  constructor(
    readonly raw: string,
    readonly text: string,
  ) {}
}

/** One object for each name. */
export class LogNames {
  private readonly known = new Map<string, LogName>()

  /** @param textOf the name in what the line prints: without quotes, or without folders */
  constructor(private readonly textOf: (raw: string) => string) {}

  /** @param before the name that stands in front of it in the line: names come in one order line after line, so most are guessed */
  behind(before: LogName, raw: string): LogName {
    const { next, second } = before
    if (next !== null && next.raw === raw) return next
    before.second = next
    return (before.next = second !== null && second.raw === raw ? second : this.of(raw))
  }

  of(raw: string): LogName {
    return this.known.get(raw) ?? this.add(ownCopy(raw))
  }

  private add(raw: string): LogName {
    if (this.known.size >= MOST_NAMES) this.known.clear()
    const name = new LogName(raw, ownCopy(this.textOf(raw)))
    this.known.set(raw, name)
    return name
  }
}

/** A slice keeps the whole text alive that it was cut from; a property's name is always a string of its own. */
function ownCopy(text: string): string {
  return Object.keys({ [text]: 0 })[0]!
}
