import { subjects } from '../../knowledge/index.ts'

/** Rows by machine, as `from>to`; nothing before the arrow where the entity did not exist. */
const steps: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  subjects.map(({ name, transitions }) => [name, new Set(transitions.map(({ from, to }) => `${from ?? ''}>${to}`))] as const),
)

/** What really becomes of one entity in one machine of the tables: the truth, whatever the log shows of it. */
export class Life {
  private readonly passed: string[] = []

  /**
   * @param node set for machines that live once per node
   * @param first the state that it is found in
   */
  constructor(
    readonly machine: string,
    readonly id: string,
    readonly node: string | null,
    first: string,
  ) {
    this.passed.push(first)
  }

  get state(): string {
    return this.passed.at(-1) as string
  }

  /** Every state that it was in, in order. */
  get states(): readonly string[] {
    return this.passed
  }

  /** Takes a step that the tables allow. @throws Error when they do not: then the story is wrong, or the tables are */
  turn(to: string): void {
    if (to === this.state) return
    if (steps.get(this.machine)?.has(`${this.state}>${to}`) !== true)
      throw new Error(`${this.machine} ${this.id}: no row leads from ${this.state} to ${to}`)
    this.passed.push(to)
  }

  /** The process that held it in memory has gone. */
  end(empty: string): void {
    if (empty !== this.state) this.passed.push(empty)
  }
}
