import type { Source } from './source/source.ts'

/** How far a run has come. */
export interface Progress {
  /** Bytes read so far, as they lie on disk or come in: of what is packed, packed. */
  readonly bytes: number
  /** Bytes that need not be read. */
  readonly skipped: number
  /** Bytes of all inputs; null while that is unknown, and where an input has no size. */
  readonly total: number | null
  /** Crashes and other Go reports met so far. */
  readonly goReports: number
  /** The source that is being read, of several the one that was begun first; and how many are read beside it. */
  readonly source: string
  readonly beside: number
  /** Set once all was read: the share of it, 0 to 1, that was put in order and replayed. */
  readonly replayed: number | null
  /** Set once all that was there has been read and what comes is waited for: how many logs are followed, and lines that came. */
  readonly following: { readonly logs: number; readonly lines: number } | null
}

/** Follows the reading of one source, or of a stretch of one. */
export interface Meter {
  /** @param bytes read of its input so far, as `Progress` counts them */
  at(bytes: number, goReports: number): void
  end(): void
}

/** Adds up what is read of several sources at once. */
export class Tracker {
  private readonly bytes = new Sum()
  private readonly goReports = new Sum()
  private readonly open = new Map<string, number>()
  private skipped = 0
  private replayed: number | null = null
  private following: Progress['following'] = null

  /** @param total bytes of all inputs, null while unknown */
  constructor(
    private readonly total: () => number | null,
    private readonly tell: (progress: Progress) => void,
  ) {}

  skip(bytes: number): void {
    this.skipped += bytes
  }

  /**
   * @param source whose reading begins
   * @param input what it is read from: members of an archive share one
   * @param part of the input, where several are read beside each other
   */
  meter(source: string, input: string, part = 0): Meter {
    const own = `${part}\0${input}`
    this.open.set(source, (this.open.get(source) ?? 0) + 1)
    return {
      at: (bytes, goReports) => {
        this.bytes.set(own, bytes)
        this.goReports.set(`${part}\0${source}`, goReports)
        this.tell(this.progress())
      },
      end: () => {
        const left = (this.open.get(source) ?? 0) - 1
        if (left > 0) this.open.set(source, left)
        else this.open.delete(source)
      },
    }
  }

  replay(share: number): void {
    this.replayed = share
    this.tell(this.progress())
  }

  follow(logs: number, lines: number): void {
    this.following = { logs, lines }
    this.tell(this.progress())
  }

  /** What stands now. */
  progress(): Progress {
    const [source = ''] = this.open.keys()
    const { skipped, replayed, following } = this
    return {
      bytes: this.bytes.total,
      ...{ skipped, replayed, following },
      total: this.total(),
      goReports: this.goReports.total,
      source,
      beside: Math.max(0, this.open.size - 1),
    }
  }
}

/** @returns a meter that counts, where a source is packed, what was read of its input */
export function meterOf({ name, file, input }: Source, tracker: Tracker): Meter {
  const meter = tracker.meter(name, file?.path ?? input?.name ?? name)
  return file || !input ? meter : { at: (_, goReports) => meter.at(input.read, goReports), end: meter.end }
}

/** A sum whose parts grow. */
class Sum {
  total = 0
  private readonly parts = new Map<string, number>()

  set(part: string, value: number): void {
    this.total += value - (this.parts.get(part) ?? 0)
    this.parts.set(part, value)
  }
}
